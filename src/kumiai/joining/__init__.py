"""Joining: a member file taken in by all rooms that have a part in a membership, or by none."""
