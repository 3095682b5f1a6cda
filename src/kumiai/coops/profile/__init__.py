"""What a co-op is called, where it is reached, and its colour: furniture of its own."""
