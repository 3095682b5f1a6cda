"""What a meal card lets its holder eat today: a right for the day, never a money balance (G30)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kumiai.kit.clock import TOKYO
from kumiai.kit.money import Yen


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as the till needs it; `weekdays` counts Monday as 0, the end hour is not included."""

    name: str
    daily_limit_yen: int
    weekdays: Collection[int]
    opens_at: time | None
    closes_at: time | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Right:
    """What a holder may still eat for on a day, in yen."""

    plan: str
    date: date
    limit_yen: Yen
    used_yen: Yen
    is_valid_now: bool

    @property
    def left_yen(self) -> Yen:
        """What is left of the day's right; nothing outside the plan's days and hours.

        Nor where a plan has been cut to less than was used already.
        """
        return Yen(max(self.limit_yen - self.used_yen, 0)) if self.is_valid_now else Yen(0)

    def after(self, yen: int) -> "Right":
        """The right after using so much of it."""
        used_yen = Yen(self.used_yen + yen)
        return Right(self.plan, self.date, self.limit_yen, used_yen, self.is_valid_now)


def right_at(plan: Plan, *, occurred_at: datetime, used_yen: int, extra_yen: int = 0) -> Right:
    """The right under a plan at a moment: the meal's day is its date in Tokyo.

    `extra_yen` is what that day has beside the plan's limit, for an outage before.
    """
    local = occurred_at.astimezone(TOKYO)
    day, hour = local.date(), local.time()
    is_valid = (
        plan.starts_on <= day <= plan.ends_on
        and day.weekday() in plan.weekdays
        and (plan.opens_at is None or hour >= plan.opens_at)
        and (plan.closes_at is None or hour < plan.closes_at)
    )
    return Right(plan.name, day, Yen(plan.daily_limit_yen + extra_yen), Yen(used_yen), is_valid)


def open_days(weekdays: Collection[int], first: date, last: date) -> int:
    """How many days from the first to the last, both included, fall on these weekdays."""
    return sum(
        (first + timedelta(days=offset)).weekday() in weekdays
        for offset in range((last - first).days + 1)
    )
