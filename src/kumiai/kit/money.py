"""Money is counted in whole numbers only: yen, and tenths of a point.

The two are distinct types, so that a checker refuses one where the other is meant.
"""

from typing import NewType

Yen = NewType("Yen", int)
TenthPoints = NewType("TenthPoints", int)
