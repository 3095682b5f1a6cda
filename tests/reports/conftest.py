"""A till and people of two co-ops for each module; the books are proven after every test."""

from tests.purchases.conftest import counter, here

__all__ = ["counter", "here"]
