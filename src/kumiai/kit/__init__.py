"""Value types, ids, clock, Japanese text, named SQL: no Django, no co-op."""
