"""A meal card lets eat for so much a day, on its days and at its hours."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from kumiai.kit.clock import TOKYO
from kumiai.meals import rules
from kumiai.meals.rules import Plan

LUNCH = Plan(
    name="平日昼食",
    daily_limit_yen=700,
    weekdays=(0, 1, 2, 3, 4),
    opens_at=time(11),
    closes_at=time(14),
    starts_on=date(2026, 4, 6),
    ends_on=date(2027, 1, 29),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


class TestTheRight:
    def test_holds_on_its_days_at_its_hours(self) -> None:
        for moment, valid in (
            ("2026-11-24T10:59:59", False),
            ("2026-11-24T11:00:00", True),
            ("2026-11-24T13:59:59", True),
            ("2026-11-24T14:00:00", False),
            ("2026-11-28T12:00:00", False),
            ("2026-04-03T12:00:00", False),
            ("2026-04-06T12:00:00", True),
            ("2027-01-29T12:00:00", True),
            ("2027-02-01T12:00:00", False),
        ):
            right = rules.right_at(LUNCH, occurred_at=at(moment), used_yen=100)
            assert (right.is_valid_now, right.left_yen) == (valid, 600 if valid else 0), moment

    def test_counts_by_the_date_in_tokyo(self) -> None:
        evening = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
        assert rules.right_at(LUNCH, occurred_at=evening, used_yen=0).date == date(2026, 11, 24)

    @given(used=st.integers(0, 2000), yen=st.integers(0, 700))
    def test_is_used_up_and_never_below_nothing(self, used: int, yen: int) -> None:
        """Also where the plan was cut to less than was used already."""
        right = rules.right_at(LUNCH, occurred_at=at("2026-11-24T12:00:00"), used_yen=used)
        assert right.left_yen == max(700 - used, 0)
        assert right.after(yen).used_yen == used + yen
