"""Joining: member files kept and worked off, each row by all rooms with a part in a membership."""
