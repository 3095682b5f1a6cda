"""Payment slips: what was paid at a post office, as the bank's files tell it."""
