"""Writes about plans: what a co-op offers from which day on. No day of the past changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import Actor
from kumiai.kit import clock, sql
from kumiai.meals import plan_rules, plans
from kumiai.meals.models import MealCard, MealPlan
from kumiai.meals.plan_rules import Numbers, PlanProblem
from kumiai.meals.plans import Part, PlanFacts
from kumiai.meals.rules import Plan, Window

_sql = sql.load("kumiai.meals")


class CannotSetPlan(Exception):
    """The plan stays as it was; `problem` says why."""

    def __init__(self, problem: PlanProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class NoSuchPlan(LookupError):
    """The co-op has no plan of this id."""


@transaction.atomic
def add_plan(
    *,
    coop_id: int,
    numbers: Numbers,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    """Offer a plan from a day to come on; returns its id. Raises CannotSetPlan."""
    locking.hold(coop_id=coop_id)
    plan = numbers.over(starts_on, ends_on)
    if problem := plans.problem_with_new(coop_id=coop_id, plan=plan, today=clock.tokyo_date(at)):
        raise CannotSetPlan(problem)
    row = _create(coop_id, plan, at)
    details = _words(numbers) | {"starts_on": str(starts_on), "ends_on": str(ends_on)}
    _record("add_meal_plan", coop_id, row.pk, details, reason=reason, by=by, at=at)
    return row.pk


@transaction.atomic
def change_plan(
    *,
    coop_id: int,
    plan_id: int,
    numbers: Numbers,
    starts_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a plan other numbers from a day to come on; its holders keep their cards.

    The day's stretch ends the day before and goes on as one with the new numbers, so that tills
    and pages count every earlier day as before. Raises CannotSetPlan, NoSuchPlan.
    """
    locking.hold(coop_id=coop_id)
    facts = _facts(coop_id, plan_id)
    today = clock.tokyo_date(at)
    problem = plans.problem_with_change(
        coop_id=coop_id, facts=facts, numbers=numbers, day=starts_on, today=today
    )
    if problem:
        raise CannotSetPlan(problem)
    part = facts.on(starts_on)
    if part.plan.starts_on == starts_on:
        # This stretch has not begun yet, so there is no day that counts by its numbers.
        MealPlan.objects.filter(id=part.id).update(**plans.columns(numbers), edited_at=at)
    else:
        _go_on(coop_id, part, numbers, starts_on, at)
    details = _words(numbers) | {
        "starts_on": str(starts_on),
        "was": _words(Numbers.of(part.plan)),
        "holders": plans.holders_from(facts=_facts(coop_id, plan_id), day=starts_on),
    }
    _record("change_meal_plan", coop_id, facts.id, details, reason=reason, by=by, at=at)


@transaction.atomic
def set_last_day(
    *, coop_id: int, plan_id: int, ends_on: date, reason: str, by: Actor, at: datetime
) -> None:
    """End a plan earlier or later than it would, today at the earliest; its cards follow.

    A card that ends before the plan's old last day keeps its own, unless the plan now ends
    before it. Raises CannotSetPlan, NoSuchPlan.
    """
    locking.hold(coop_id=coop_id)
    facts = _facts(coop_id, plan_id)
    today = clock.tokyo_date(at)
    problem = plans.problem_with_last_day(coop_id=coop_id, facts=facts, last=ends_on, today=today)
    if problem:
        raise CannotSetPlan(problem)
    part = facts.parts[-1]
    moved = plans.holders_whose_last_day_moves(facts=facts, last=ends_on)
    _run(_sql.end_cards, {"plan": part.id, "last": ends_on, "was": part.plan.ends_on})
    MealPlan.objects.filter(id=part.id).update(ends_on=ends_on, edited_at=at)
    details = {
        "plan": part.plan.name,
        "ends_on": str(ends_on),
        "was": str(part.plan.ends_on),
        "holders": moved,
    }
    _record("end_meal_plan", coop_id, facts.id, details, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_plan(*, coop_id: int, plan_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take back what has not begun: the change of a plan, or a whole plan nobody has a card of.

    Raises CannotSetPlan where it has begun or is held, NoSuchPlan.
    """
    locking.hold(coop_id=coop_id)
    facts = _facts(coop_id, plan_id)
    at_index = [part.id for part in facts.parts].index(plan_id)
    part = facts.parts[at_index]
    if part.plan.starts_on <= clock.tokyo_date(at):
        raise CannotSetPlan(PlanProblem.BEGUN)
    if at_index:
        _join(facts.parts[at_index - 1], part, at)
    elif len(facts.parts) > 1:
        raise CannotSetPlan(PlanProblem.CHANGES_AFTER)
    elif MealCard.objects.filter(plan_id=plan_id).exists():
        raise CannotSetPlan(PlanProblem.IN_USE)
    MealPlan.objects.filter(id=plan_id).delete()
    details = _words(Numbers.of(part.plan)) | {"starts_on": str(part.plan.starts_on)}
    _record("withdraw_meal_plan", coop_id, facts.id, details, reason=reason, by=by, at=at)


def _facts(coop_id: int, plan_id: int) -> PlanFacts:
    facts = plans.plan(coop_id=coop_id, plan_id=plan_id)
    if facts is None:
        raise NoSuchPlan(plan_id)
    return facts


def _go_on(coop_id: int, part: Part, numbers: Numbers, day: date, at: datetime) -> None:
    """End a stretch the day before, and let another with its cards stand after it."""
    next_rows = MealPlan.objects.filter(continues_id=part.id)
    next_ids = list(next_rows.values_list("id", flat=True))
    next_rows.update(continues=None)
    row = _create(coop_id, numbers.over(day, part.plan.ends_on), at, continues_id=part.id)
    MealPlan.objects.filter(id__in=next_ids).update(continues=row)
    last = plan_rules.day_before(day)
    MealPlan.objects.filter(id=part.id).update(ends_on=last, edited_at=at)
    _run(_sql.move_cards, {"plan": part.id, "becomes": row.pk, "day": day})


def _join(before: Part, part: Part, at: datetime) -> None:
    """Let a stretch go on to the end of the one after it, which nothing points to any more."""
    _run(_sql.join_cards, {"plan": part.id, "becomes": before.id})
    next_rows = MealPlan.objects.filter(continues_id=part.id)
    next_ids = list(next_rows.values_list("id", flat=True))
    next_rows.update(continues=None)
    MealPlan.objects.filter(id=part.id).update(continues=None)
    MealPlan.objects.filter(id__in=next_ids).update(continues_id=before.id)
    MealPlan.objects.filter(id=before.id).update(ends_on=part.plan.ends_on, edited_at=at)


def _create(coop_id: int, plan: Plan, at: datetime, *, continues_id: int | None = None) -> MealPlan:
    return MealPlan.objects.create(
        coop_id=coop_id,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        continues_id=continues_id,
        edited_at=at,
        **plans.columns(Numbers.of(plan)),
    )


def _words(numbers: Numbers) -> dict[str, Any]:
    """The numbers as the log keeps them."""
    limits = {
        name: getattr(numbers, name)
        for name in ("saturday_yen", "short_day_yen", "closed_day_yen")
        if getattr(numbers, name) is not None
    }
    return {
        "plan": numbers.name,
        "daily_limit_yen": numbers.daily_limit_yen,
        **limits,
        "weekdays": sorted(numbers.weekdays),
        "hours": ", ".join(_span(window) for window in numbers.hours),
    }


def _span(window: Window) -> str:
    ends = [at.strftime("%H:%M") if at else "" for at in (window.opens_at, window.closes_at)]
    limit = "" if window.limit_yen is None else f" ({window.limit_yen} yen)"
    return "–".join(ends) + limit


def _record(
    verb: str,
    coop_id: int,
    plan_id: int,
    details: Mapping[str, Any],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb=verb,
        subject=f"meal_plan:{plan_id}",
        at=at,
        reason=reason,
        details=dict(details),
    )


def _run(statement: Any, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
