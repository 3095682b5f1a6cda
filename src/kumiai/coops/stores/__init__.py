"""A co-op's stores as the office keeps them: furniture of its own."""
