"""What the office reads off the books: day, month, year, what is owed, and what the law asks."""
