"""What a co-op may decide of a meal plan: its numbers, from which day on, until when. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from kumiai.meals.rules import Plan

LIMIT_YEN_MAX = 100_000
NAME_CHARACTERS_MAX = 40
# An academic year and what is left of the one before it.
TERM_DAYS_MAX = 731


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a plan gives, without its term: a name, so much a day, which days, at which hours."""

    name: str
    daily_limit_yen: int
    weekdays: Collection[int]
    opens_at: time | None
    closes_at: time | None

    @classmethod
    def of(cls, plan: Plan) -> "Numbers":
        """Those of a plan."""
        days = tuple(sorted(plan.weekdays))
        return cls(plan.name, plan.daily_limit_yen, days, plan.opens_at, plan.closes_at)

    def over(self, starts_on: date, ends_on: date) -> Plan:
        """The plan of these numbers from a day to a day."""
        return Plan(
            self.name,
            self.daily_limit_yen,
            tuple(sorted(self.weekdays)),
            self.opens_at,
            self.closes_at,
            starts_on,
            ends_on,
        )


class PlanProblem(StrEnum):
    """Why a plan cannot be so."""

    NAME = "name"
    LIMIT = "limit"
    WEEKDAYS = "weekdays"
    HOURS = "hours"
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
    hours = (numbers.opens_at, numbers.closes_at)
    checks = {
        PlanProblem.NAME: not 1 <= len(numbers.name) <= NAME_CHARACTERS_MAX,
        PlanProblem.LIMIT: not 1 <= numbers.daily_limit_yen <= LIMIT_YEN_MAX,
        PlanProblem.WEEKDAYS: not numbers.weekdays or not set(numbers.weekdays) <= set(range(7)),
        PlanProblem.HOURS: None not in hours and hours[0] >= hours[1],  # type: ignore[operator]
    }
    return next((problem for problem, is_so in checks.items() if is_so), None)


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
