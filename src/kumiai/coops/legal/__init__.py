"""The co-op's terms and privacy statement, in versions: furniture of its own."""
