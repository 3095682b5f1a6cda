"""The days on which a co-op is open or closed, as the office marks them: furniture of its own."""
