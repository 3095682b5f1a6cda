"""A co-op's numbers in versions, as the office sets them: furniture of its own."""
