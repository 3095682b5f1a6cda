"""What a co-op may decide of a meal plan: its numbers, from which day on, until when. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise

from kumiai.meals import rules
from kumiai.meals.rules import Plan, Window

LIMIT_YEN_MAX = 100_000
NAME_CHARACTERS_MAX = 40
WINDOWS_MAX = 4
# An academic year and what is left of the one before it.
TERM_DAYS_MAX = 731


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a plan gives, without its term: a name, so much a day, which days, at which hours.

    The fields are those of `rules.Plan`, which says what they mean.
    """

    name: str
    daily_limit_yen: int
    weekdays: Collection[int]
    opens_at: time | None
    closes_at: time | None
    saturday_yen: int | None = None
    short_day_yen: int | None = None
    closed_day_yen: int | None = None
    windows: tuple[Window, ...] = ()

    @property
    def hours(self) -> tuple[Window, ...]:
        """As `rules.Plan.hours`."""
        return rules.hours(self.opens_at, self.closes_at, self.windows)

    @property
    def day_limits(self) -> tuple[int | None, ...]:
        """What Saturdays, short days and closed days give; None where nothing is said of them."""
        return (self.saturday_yen, self.short_day_yen, self.closed_day_yen)

    @classmethod
    def of(cls, plan: Plan) -> "Numbers":
        """Those of a plan."""
        given = {field.name: getattr(plan, field.name) for field in fields(cls)}
        return cls(**given | {"weekdays": tuple(sorted(plan.weekdays))})

    def over(self, starts_on: date, ends_on: date) -> Plan:
        """The plan of these numbers from a day to a day."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        days = tuple(sorted(self.weekdays))
        return Plan(**given | {"weekdays": days, "starts_on": starts_on, "ends_on": ends_on})

    def at_hours(self, hours: Sequence[Window]) -> "Numbers":
        """The same within these hours, kept as one span where that says it."""
        in_order = tuple(sorted(hours, key=lambda window: window.opens_at or time.min))
        if len(in_order) == 1 and in_order[0].limit_yen is None:
            span = in_order[0]
            return replace(self, opens_at=span.opens_at, closes_at=span.closes_at, windows=())
        return replace(self, opens_at=None, closes_at=None, windows=in_order)


class PlanProblem(StrEnum):
    """Why a plan cannot be so."""

    NAME = "name"
    LIMIT = "limit"
    WEEKDAYS = "weekdays"
    DAY_LIMIT = "day_limit"
    HOURS = "hours"
    OVERLAP = "overlap"
    WINDOWS = "windows"
    WINDOW_LIMIT = "window_limit"
    PAST = "past"
    TERM = "term"
    TAKEN = "taken"
    OUTSIDE = "outside"
    SAME = "same"
    IN_USE = "in_use"
    BEGUN = "begun"
    CHANGES_AFTER = "changes_after"


def problem_with_numbers(numbers: Numbers) -> PlanProblem | None:
    """What is wrong with the numbers in themselves."""
    checks = {
        PlanProblem.NAME: not 1 <= len(numbers.name) <= NAME_CHARACTERS_MAX,
        PlanProblem.LIMIT: not 1 <= numbers.daily_limit_yen <= LIMIT_YEN_MAX,
        PlanProblem.WEEKDAYS: not numbers.weekdays or not set(numbers.weekdays) <= set(range(7)),
        PlanProblem.DAY_LIMIT: any(
            yen is not None and not 0 <= yen <= LIMIT_YEN_MAX for yen in numbers.day_limits
        ),
        PlanProblem.WINDOWS: len(numbers.hours) > WINDOWS_MAX,
    }
    problem = next((problem for problem, is_so in checks.items() if is_so), None)
    wrong = wrong_window(numbers.hours)
    return problem or (wrong[0] if wrong else None)


def wrong_window(hours: Sequence[Window]) -> tuple[PlanProblem, Window] | None:
    """What is wrong with hours in the order of the day, and which of them it is."""
    for window in hours:
        if _is_empty(window):
            return PlanProblem.HOURS, window
        if _is_limited_wrongly(window):
            return PlanProblem.WINDOW_LIMIT, window
    for window, later in pairwise(hours):
        if window.closes_at is None or (later.opens_at or time.min) < window.closes_at:
            return PlanProblem.OVERLAP, later
    return None


def _is_empty(window: Window) -> bool:
    """Whether no time is within it; midnight is the first moment of a day, not its last."""
    return window.closes_at is not None and (window.opens_at or time.min) >= window.closes_at


def _is_limited_wrongly(window: Window) -> bool:
    """Out of bounds, or a limit of no hours, which would be the day's."""
    if window.limit_yen is None:
        return False
    has_hours = window.opens_at is not None or window.closes_at is not None
    return not has_hours or not 1 <= window.limit_yen <= LIMIT_YEN_MAX


def problem_with_new(plan: Plan, *, others: Sequence[Plan], today: date) -> PlanProblem | None:
    """What speaks against a new plan; `others` are the co-op's plans."""
    if problem := problem_with_numbers(Numbers.of(plan)):
        return problem
    if plan.starts_on <= today:
        return PlanProblem.PAST
    days = (plan.ends_on - plan.starts_on).days
    if not 0 <= days <= TERM_DAYS_MAX:
        return PlanProblem.TERM
    return PlanProblem.TAKEN if _is_taken(plan, others) else None


def problem_with_change(
    parts: Sequence[Plan], numbers: Numbers, *, day: date, others: Sequence[Plan], today: date
) -> PlanProblem | None:
    """What speaks against these numbers from a day on; `parts` are the plan's own stretches."""
    if problem := problem_with_numbers(numbers):
        return problem
    if day <= today:
        return PlanProblem.PAST
    part = part_on(parts, day)
    if part is None:
        return PlanProblem.OUTSIDE
    if same(part, numbers):
        return PlanProblem.SAME
    changed = numbers.over(day, part.ends_on)
    return PlanProblem.TAKEN if _is_taken(changed, others) else None


def problem_with_last_day(
    parts: Sequence[Plan], *, last: date, others: Sequence[Plan], today: date
) -> PlanProblem | None:
    """What speaks against a plan's ending on a day, earlier or later than it would."""
    part = parts[-1]
    if last < today or part.ends_on < today:
        return PlanProblem.PAST
    if last == part.ends_on:
        return PlanProblem.SAME
    if last < part.starts_on:
        return PlanProblem.CHANGES_AFTER if len(parts) > 1 else PlanProblem.TERM
    if (last - parts[0].starts_on).days > TERM_DAYS_MAX:
        return PlanProblem.TERM
    longer = Numbers.of(part).over(part.starts_on, last)
    return PlanProblem.TAKEN if _is_taken(longer, others) else None


def part_on(parts: Sequence[Plan], day: date) -> Plan | None:
    """The stretch a day belongs to."""
    return next((part for part in parts if part.starts_on <= day <= part.ends_on), None)


def same(part: Plan, numbers: Numbers) -> bool:
    """Whether the numbers are those of the stretch already."""
    return Numbers.of(part) == Numbers.of(numbers.over(part.starts_on, part.ends_on))


def day_before(day: date) -> date:
    """The last day of what ends where something else begins."""
    return day - timedelta(days=1)


def _is_taken(plan: Plan, others: Sequence[Plan]) -> bool:
    """Whether another plan of the name runs on a day of this one: member files name the plan."""
    return any(
        other.name == plan.name
        and other.starts_on <= plan.ends_on
        and plan.starts_on <= other.ends_on
        for other in others
    )
