"""Seeded chance: the demo is the same every time, and no secret hangs on it."""

from random import Random

SEED = "kumiai demo 1"


def of(*parts: object) -> Random:
    """A source of chance of its own for what the parts name."""
    return Random(" ".join([SEED, *map(str, parts)]))  # noqa: S311
