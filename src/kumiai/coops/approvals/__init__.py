"""What takes two people: one asks, another approves. Furniture of its own."""
