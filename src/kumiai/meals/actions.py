"""Writes about meal cards: a co-op's plans, who holds a card under them, and its dishes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection, transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.kit import clock, sql
from kumiai.meals import dishes
from kumiai.meals.dish_rules import Step
from kumiai.meals.imports import DishFile, RowProblem
from kumiai.meals.models import Dish, MealPlan
from kumiai.meals.rules import Plan

_sql = sql.load("kumiai.meals")


class CannotTakeIn(Exception):
    """Rows of a dish file are bad; `problems` says which and why."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} bad rows")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class DishIntake:
    """How many versions a dish file brought, corrected, and found as they were."""

    new: int
    changed: int
    unchanged: int


@transaction.atomic
def take_in_plans(*, coop_id: int, plans: Sequence[Plan]) -> tuple[str, ...]:
    """Create plans or bring them up to date, known by name and first day.

    Returns what changed, nothing when they are taken in again. Part of the caller's transaction,
    which writes down who did it.
    """
    changes: list[str] = []
    for plan in plans:
        values = {
            "daily_limit_yen": plan.daily_limit_yen,
            "weekdays": sorted(plan.weekdays),
            "opens_at": plan.opens_at,
            "closes_at": plan.closes_at,
            "ends_on": plan.ends_on,
        }
        row, created = MealPlan.objects.get_or_create(
            coop_id=coop_id, name=plan.name, starts_on=plan.starts_on, defaults=values
        )
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        label = f"meal plan {plan.name} {plan.starts_on.isoformat()}"
        changes += [label] if created else [f"{label} {name}" for name in changed]
        if changed:
            MealPlan.objects.filter(id=row.id).update(**values)
    return tuple(changes)


@transaction.atomic
def hand_out_cards(*, coop_id: int, plan_names: Mapping[int, str], on: date) -> frozenset[int]:
    """Give members a card under every plan of the name that has not ended, from `on` at earliest.

    Who holds such a card keeps it as it is. Returns the members with a new one. Set-based; a name
    the co-op does not have gives no card, so the caller checks names first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.hand_out_cards,
            {
                "coop": coop_id,
                "members": list(plan_names),
                "plans": list(plan_names.values()),
                "on": on,
            },
        )
        return frozenset(member_id for (member_id,) in cursor.fetchall())


@transaction.atomic
def take_in_dishes(
    *, coop_id: int, file: DishFile, by: Actor, at: datetime, is_correction: bool = False
) -> DishIntake:
    """Take in a dish file whole or not at all; the same file again changes nothing.

    A version that has begun is rewritten by a correction only. Raises CannotTakeIn.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sql.lock_dishes, {"coop": coop_id})
    plan = dishes.planned(
        file, coop_id=coop_id, today=clock.tokyo_date(at), is_correction=is_correction
    )
    if plan.file.problems:
        raise CannotTakeIn(plan.file.problems)
    new, changed = [], []
    for row, step in plan.steps:
        values = {"name": row.name, **asdict(row.figures)}
        if step is Step.NEW:
            new.append(Dish(coop_id=coop_id, code=row.code, starts_on=row.starts_on, **values))
        elif step is Step.CHANGED:
            changed.append(f"{row.code} {row.starts_on.isoformat()}")
            same = Dish.objects.filter(coop_id=coop_id, code=row.code, starts_on=row.starts_on)
            same.update(**values)
    Dish.objects.bulk_create(new, batch_size=1_000)
    intake = DishIntake(len(new), len(changed), plan.counts[Step.UNCHANGED])
    if new or changed:
        coops.record_act(
            coop_id=coop_id,
            by=by,
            verb="take_in_dishes",
            subject=f"coop:{coop_id}",
            at=at,
            details={
                "file": file.digest.hex(),
                "new": intake.new,
                "unchanged": intake.unchanged,
                "corrected": changed,
            },
        )
    return intake
