"""Writes about one member's meal card: given at the desk, and ended there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.meals import plans
from kumiai.meals.models import MealCard
from kumiai.members import queries as members
from kumiai.members import rules as member_rules


class HoldingProblem(StrEnum):
    """Why a member's meal card stays as it is."""

    NO_PLAN = "no_plan"
    PAST = "past"
    OUTSIDE = "outside"
    LEFT = "left"
    HELD = "held"
    NONE = "none"


class CannotHold(Exception):
    """No card was given or ended; `problem` says why."""

    def __init__(self, problem: HoldingProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@transaction.atomic
def give_card(
    *,
    coop_id: int,
    member_id: int,
    plan_id: int,
    starts_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a member a card of a plan from a day on, today at the earliest, to the plan's end.

    Nobody holds two cards on one day. Raises CannotHold.
    """
    locking.hold(coop_id=coop_id)
    member = members.member(coop_id=coop_id, member_id=member_id)
    facts = plans.plan(coop_id=coop_id, plan_id=plan_id)
    if facts is None:
        raise CannotHold(HoldingProblem.NO_PLAN)
    today = clock.tokyo_date(at)
    if starts_on < today:
        raise CannotHold(HoldingProblem.PAST)
    first = max(starts_on, facts.starts_on)
    if first > facts.ends_on:
        raise CannotHold(HoldingProblem.OUTSIDE)
    if member_rules.membership_ended(member.left_on, first):
        raise CannotHold(HoldingProblem.LEFT)
    held = MealCard.objects.filter(coop_id=coop_id, member_id=member_id)
    if held.filter(starts_on__lte=facts.ends_on, ends_on__gte=first).exists():
        raise CannotHold(HoldingProblem.HELD)
    MealCard.objects.bulk_create(
        MealCard(
            coop_id=coop_id,
            member_id=member_id,
            plan_id=part.id,
            starts_on=max(first, part.plan.starts_on),
            ends_on=part.plan.ends_on,
        )
        for part in facts.parts
        if part.plan.ends_on >= first
    )
    details = {"plan": facts.on(first).plan.name, "starts_on": str(first)}
    _record("give_meal_card", member, details, reason=reason, by=by, at=at)


@transaction.atomic
def end_card(
    *, coop_id: int, member_id: int, ends_on: date, reason: str, by: Actor, at: datetime
) -> None:
    """End a member's meal card on a day, today at the earliest, which is still good.

    What was used stays; a card that would begin later is gone. Raises CannotHold.
    """
    locking.hold(coop_id=coop_id)
    member = members.member(coop_id=coop_id, member_id=member_id)
    if ends_on < clock.tokyo_date(at):
        raise CannotHold(HoldingProblem.PAST)
    later = MealCard.objects.filter(coop_id=coop_id, member_id=member_id, ends_on__gt=ends_on)
    names = list(later.order_by("starts_on").values_list("plan__name", flat=True))
    if not names:
        raise CannotHold(HoldingProblem.NONE)
    later.filter(starts_on__gt=ends_on).delete()
    later.update(ends_on=ends_on)
    details = {"plan": names[0], "ends_on": str(ends_on)}
    _record("end_meal_card", member, details, reason=reason, by=by, at=at)


def _record(
    verb: str,
    member: members.MemberFacts,
    details: dict[str, Any],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    coops.record_act(
        coop_id=member.coop_id,
        by=by,
        verb=verb,
        subject=f"member:{member.member_number}",
        at=at,
        reason=reason,
        details=details,
    )
