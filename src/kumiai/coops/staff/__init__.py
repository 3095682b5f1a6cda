"""Who works in a co-op's office: furniture of its own."""
