"""Files of the office kept as they were received, and worked off in steps: furniture of its own."""
