"""What a meal card lets its holder eat today: a right for the day, never a money balance (G30)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from kumiai.coops import rules as coops
from kumiai.coops.rules import DayMark
from kumiai.kit.clock import TOKYO
from kumiai.kit.money import Yen

# What was used at a time of the day in Tokyo, in yen; below zero what was given back of a sale
# made then.
TimedUse = tuple[time, int]


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of a day in which a plan may be used, the end not included; open where there is none.

    `limit_yen` is how much of the day's limit may be used in them, None for all of it.
    """

    opens_at: time | None
    closes_at: time | None
    limit_yen: int | None = None

    def holds(self, at: time) -> bool:
        """Whether a time is within it."""
        return (self.opens_at is None or at >= self.opens_at) and (
            self.closes_at is None or at < self.closes_at
        )

    def meets(self, begins_at: time, ends_at: time) -> bool:
        """Whether some moment of these hours is within it."""
        return (self.opens_at is None or self.opens_at < ends_at) and (
            self.closes_at is None or self.closes_at > begins_at
        )


def hours(
    opens_at: time | None, closes_at: time | None, windows: tuple[Window, ...]
) -> tuple[Window, ...]:
    """One span of hours or windows, as windows; nothing where it is any time."""
    if windows or (opens_at is None and closes_at is None):
        return windows
    return (Window(opens_at, closes_at),)


def windows(told: Sequence[Sequence[Any]] | None) -> tuple[Window, ...]:
    """The windows of a plan as its row tells them; see `told`."""
    return tuple(Window(_time(opens), _time(closes), yen) for opens, closes, yen in told or ())


def told(windows: Sequence[Window]) -> list[list[Any]] | None:
    """Windows as a row keeps them: begin, end, limit; None where there are none."""
    return [[_text(w.opens_at), _text(w.closes_at), w.limit_yen] for w in windows] or None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as the till needs it; `weekdays` counts Monday as 0, the end hour is not included.

    On Saturdays, short days and closed days it gives what is said of them, nothing where that is
    0, and the daily limit where it is None. `windows` stand instead of the one span of hours.
    """

    name: str
    daily_limit_yen: int
    weekdays: Collection[int]
    opens_at: time | None
    closes_at: time | None
    starts_on: date
    ends_on: date
    saturday_yen: int | None = None
    short_day_yen: int | None = None
    closed_day_yen: int | None = None
    windows: tuple[Window, ...] = ()

    @property
    def hours(self) -> tuple[Window, ...]:
        """When it may be used, whichever way it is said; nothing where at any time."""
        return hours(self.opens_at, self.closes_at, self.windows)

    @property
    def day_limits(self) -> tuple[int | None, ...]:
        """What Saturdays, short days and closed days give; None where nothing is said of them."""
        return (self.saturday_yen, self.short_day_yen, self.closed_day_yen)

    def limit_on(self, day: date, mark: DayMark | None = None) -> Yen:
        """How much it gives on a day, by what the co-op's calendar says of it, if anything.

        Its term and its weekdays are not looked at.
        """
        own_yen = None
        if self.closed_day_yen is not None and coops.is_closed_day(day, mark):
            own_yen = self.closed_day_yen
        elif mark == "short":
            own_yen = self.short_day_yen
        if own_yen is None and day.weekday() == coops.SATURDAY:
            own_yen = self.saturday_yen
        return Yen(self.daily_limit_yen if own_yen is None else own_yen)

    def is_open_on(self, day: date, mark: DayMark | None = None) -> bool:
        """Whether it may be used on a day."""
        return (
            self.starts_on <= day <= self.ends_on
            and day.weekday() in self.weekdays
            and self.limit_on(day, mark) > 0
        )


@dataclass(frozen=True, slots=True)
class Right:
    """What a holder may still eat for on a day, in yen.

    `window_left_yen` is what is left of the hours it is now, None where they have no limit of
    their own.
    """

    plan: str
    date: date
    limit_yen: Yen
    used_yen: Yen
    is_valid_now: bool
    window_left_yen: Yen | None = None

    @property
    def left_yen(self) -> Yen:
        """What may be used now, of the day and of these hours; nothing outside days and hours.

        Nor where a plan has been cut to less than was used already.
        """
        if not self.is_valid_now:
            return Yen(0)
        day_yen = max(self.limit_yen - self.used_yen, 0)
        if self.window_left_yen is None:
            return Yen(day_yen)
        return Yen(min(day_yen, max(self.window_left_yen, 0)))

    def after(self, yen: int) -> "Right":
        """The right after using so much of it."""
        window_yen = self.window_left_yen
        return replace(
            self,
            used_yen=Yen(self.used_yen + yen),
            window_left_yen=None if window_yen is None else Yen(window_yen - yen),
        )


@dataclass(frozen=True, slots=True)
class WindowRight:
    """What may be eaten for in a window of a day, as seen at a moment of that day, in yen.

    What is used before it comes may be missing then, for the day's limit holds for all of them.
    """

    window: Window
    when: Literal["over", "now", "to_come"]
    left_yen: Yen

    @property
    def hours(self) -> Window:
        """When it is, nothing said of its limit."""
        return replace(self.window, limit_yen=None)


@dataclass(frozen=True, slots=True)
class Today:
    """What a card lets its holder eat for at a moment, and in the hours of that day, if any."""

    right: Right
    windows: tuple[WindowRight, ...]


def rights_by_window(
    plan: Plan,
    *,
    at: datetime,
    used_yen: int,
    extra_yen: int = 0,
    mark: DayMark | None = None,
    uses: Sequence[TimedUse] = (),
) -> tuple[WindowRight, ...]:
    """The windows of the day in their order, as `right_at` takes it; none on a day that is not
    the plan's, nor where it may be used at any time.
    """
    local = at.astimezone(TOKYO)
    found = []
    for window in plan.hours if plan.is_open_on(local.date(), mark) else ():
        begins_at = window.opens_at or time.min
        is_over = window.closes_at is not None and window.closes_at <= local.time()
        right = right_at(
            plan,
            occurred_at=datetime.combine(local.date(), begins_at, TOKYO),
            used_yen=used_yen,
            extra_yen=extra_yen,
            mark=mark,
            uses=uses,
        )
        if is_over:
            found.append(WindowRight(window, "over", Yen(0)))
        else:
            when: Literal["now", "to_come"] = "now" if begins_at <= local.time() else "to_come"
            found.append(WindowRight(window, when, right.left_yen))
    return tuple(found)


def right_at(
    plan: Plan,
    *,
    occurred_at: datetime,
    used_yen: int,
    extra_yen: int = 0,
    mark: DayMark | None = None,
    uses: Sequence[TimedUse] = (),
) -> Right:
    """The right under a plan at a moment: the meal's day is its date in Tokyo.

    `extra_yen` is what that day has beside the plan's limit, for an outage before; it may be used
    in any window. `uses` add up to `used_yen` where the plan counts its windows.
    """
    local = occurred_at.astimezone(TOKYO)
    day, hour = local.date(), local.time()
    limit_yen, windows = plan.limit_on(day, mark), plan.hours
    window = next((each for each in windows if each.holds(hour)), None)
    left_yen = None
    if window is not None and window.limit_yen is not None:
        left_yen = Yen(window.limit_yen + extra_yen - used_within(window, uses))
    return Right(
        plan.name,
        day,
        Yen(limit_yen + extra_yen),
        Yen(used_yen),
        is_valid_now=plan.is_open_on(day, mark) and (window is not None or not windows),
        window_left_yen=left_yen,
    )


def used_within(window: Window, uses: Sequence[TimedUse]) -> int:
    """What was used in a window's hours, less what was given back of that, in yen."""
    return sum(yen for at, yen in uses if window.holds(at))


def open_days(plan: Plan, first: date, last: date, marks: Mapping[date, DayMark]) -> int:
    """How many days from the first to the last, both included, are days of the plan."""
    return sum(
        plan.is_open_on(day, marks.get(day))
        for day in (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    )


def _time(told: str | None) -> time | None:
    return None if told is None else time.fromisoformat(told)


def _text(at: time | None) -> str | None:
    return None if at is None else at.isoformat()
