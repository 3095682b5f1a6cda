"""What is bought in stories, as a till sends it, and what yesterday was."""

from datetime import datetime, timedelta
from typing import Any

from kumiai.kit import clock
from kumiai.ui import wording
from tests.stories.servers import now


def bowl() -> dict[str, Any]:
    """A bowl of rice with chicken: 480 yen, 2.4 points."""
    return _line("D1023", "唐揚げ丼", "food", 480)


def tea() -> dict[str, Any]:
    """A bottle of green tea: 130 yen, 0.6 points."""
    return _line("4901234567894", "緑茶", "food", 130, tax_rate=8)


def book() -> dict[str, Any]:
    """A textbook: 3,080 yen, 92.4 points."""
    return _line("9784130420655", "統計学入門", "books", 3080)


def yesterday() -> datetime:
    """Yesterday at noon in Tokyo."""
    return clock.day_start(clock.tokyo_date(now())) - timedelta(hours=12)


def history(tab: str = "all", *, at: datetime | None = None) -> str:
    """The address of a tab of the history, of yesterday's month unless told otherwise."""
    return f"/purchases?tab={tab}&month={at or yesterday():%Y-%m}"


def end_of_yesterday() -> str:
    """As pages say it."""
    return wording.long_date(yesterday(), "ja") + "終了時点"


def _line(code: str, name: str, genre: str, yen: int, *, tax_rate: int = 10) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "genre": genre,
        "quantity": 1,
        "unit_price": yen,
        "amount": yen,
        "tax_rate": tax_rate,
    }
