"""The meal plans of a co-op's file, as the meals' room takes them."""

from datetime import time

from kumiai.coops.imports import CoopFile, MealPlanPart, NotACoopFile
from kumiai.meals import plan_rules
from kumiai.meals.plan_rules import Numbers, PlanProblem
from kumiai.meals.rules import Plan, Window

# What each is about; the rest speaks of a plan that is there already.
_WRONG = {
    PlanProblem.NAME: f"name: at most {plan_rules.NAME_CHARACTERS_MAX} characters",
    PlanProblem.WEEKDAYS: "weekdays: at least one",
    PlanProblem.HOURS: "closes_at: must be after opens_at",
    PlanProblem.OVERLAP: "windows: one begins before another has ended",
    PlanProblem.WINDOWS: f"windows: at most {plan_rules.WINDOWS_MAX}",
}


def plans(file: CoopFile) -> tuple[Plan, ...]:
    """The file's plans; raises NotACoopFile and names the plan and what of it is wrong."""
    return tuple(_plan(part) for part in file.meal_plans)


def _plan(part: MealPlanPart) -> Plan:
    if part.windows and (part.opens_at or part.closes_at):
        raise _refused(part, "windows: they stand instead of opens_at and closes_at")
    if any(at is not None and at != at.replace(second=0, microsecond=0) for at in _times(part)):
        # The office's page writes hours and minutes: it would take the seconds away unasked.
        raise _refused(part, "opens_at, closes_at: whole minutes")
    numbers = _numbers(part)
    if problem := plan_rules.problem_with_numbers(numbers):
        raise _refused(part, _WRONG.get(problem, problem))
    return numbers.over(part.starts_on, part.ends_on)


def _times(part: MealPlanPart) -> list[time | None]:
    windows = [at for each in part.windows for at in (each.opens_at, each.closes_at)]
    return [part.opens_at, part.closes_at, *windows]


def _numbers(part: MealPlanPart) -> Numbers:
    numbers = Numbers(
        name=part.name,
        daily_limit_yen=part.daily_limit_yen,
        weekdays=part.weekdays,
        opens_at=part.opens_at,
        closes_at=part.closes_at,
        saturday_yen=part.saturday_yen,
        short_day_yen=part.short_day_yen,
        closed_day_yen=part.closed_day_yen,
    )
    if not part.windows:
        return numbers
    return numbers.at_hours(
        [Window(each.opens_at, each.closes_at, each.limit_yen) for each in part.windows]
    )


def _refused(part: MealPlanPart, what: str) -> NotACoopFile:
    return NotACoopFile(f"meal_plans: {part.name} from {part.starts_on}: {what}")
