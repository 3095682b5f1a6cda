"""Writes about meal cards: a co-op's plans, and who holds a card under them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from kumiai.coops import locking
from kumiai.coops import queries as coops
from kumiai.kit import sql
from kumiai.meals import plans as plan_queries
from kumiai.meals.models import MealPlan
from kumiai.meals.plan_rules import Numbers
from kumiai.meals.rules import Plan

_sql = sql.load("kumiai.meals")


@transaction.atomic
def take_in_plans(*, coop_id: int, plans: Sequence[Plan]) -> tuple[str, ...]:
    """Create plans or bring them up to date, known by name and first day.

    What the office has changed of a plan stays as the office has it. Returns what changed,
    nothing when they are taken in again. Part of the caller's transaction, which writes down who
    did it.
    """
    changes: list[str] = []
    for plan in plans:
        if _is_renamed(coop_id, plan):
            continue
        values = plan_queries.columns(Numbers.of(plan)) | {"ends_on": plan.ends_on}
        del values["name"]
        row, created = MealPlan.objects.get_or_create(
            coop_id=coop_id, name=plan.name, starts_on=plan.starts_on, defaults=values
        )
        if row.edited_at:
            continue
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        label = f"meal plan {plan.name} {plan.starts_on.isoformat()}"
        changes += [label] if created else [f"{label} {name}" for name in changed]
        if changed:
            MealPlan.objects.filter(id=row.id).update(**values)
    return tuple(changes)


def _is_renamed(coop_id: int, plan: Plan) -> bool:
    """Whether the office has given the plan another name before it began: it is not missing."""
    edited = MealPlan.objects.filter(
        coop_id=coop_id, starts_on=plan.starts_on, continues=None, edited_at__isnull=False
    )
    changes: list[dict[str, Any]] = [
        act.details
        for row in edited.exclude(name=plan.name)
        for act in coops.acts(coop_id, subject=f"meal_plan:{row.pk}")
        if act.verb == "change_meal_plan" and act.details["starts_on"] == str(plan.starts_on)
    ]
    return any(change["was"]["plan"] == plan.name for change in changes)


@transaction.atomic
def hand_out_cards(*, coop_id: int, plan_names: Mapping[int, str], on: date) -> frozenset[int]:
    """Give members a card under every plan of the name that has not ended, from `on` at earliest.

    Where a plan is to go on with other numbers, or under another name, so does the card. Who
    holds such a card keeps it as it is. Returns the members with a new one. Set-based; a name the
    co-op does not have gives no card, so the caller checks names first.
    """
    # No plan is changed from a day on meanwhile, whose new cards would miss these.
    locking.hold(coop_id=coop_id)
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
