"""What a co-op tells its people, who has read it, and the copies by mail."""
