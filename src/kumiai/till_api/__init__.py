"""Tills and top-up machines: HTTP in, one call into the rooms, HTTP out. No Django here."""
