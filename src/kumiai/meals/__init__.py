"""Meal cards: plans, the daily right to eat, and its use."""
