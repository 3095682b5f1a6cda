"""What members and others ask the co-op: kept, copied to its desk, and confirmed by mail."""
