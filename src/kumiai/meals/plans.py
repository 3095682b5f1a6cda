"""Questions about a co-op's plans: what runs, what comes, who holds a card, what would change."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q

from kumiai.coops import queries as coops
from kumiai.meals import plan_rules, rules
from kumiai.meals.models import ExtraRight, MealCard, MealPlan
from kumiai.meals.plan_rules import Numbers, PlanProblem
from kumiai.meals.rules import Plan


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a plan with the same numbers, and how many hold a card for days of it."""

    id: int
    plan: Plan
    holders: int


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan with all its stretches in order, at least one."""

    parts: tuple[Part, ...]

    @property
    def id(self) -> int:
        """By which pages name it: the row of its first stretch."""
        return self.parts[0].id

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return self.parts[0].plan.starts_on

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.parts[-1].plan.ends_on

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The numbers of the stretches."""
        return tuple(part.plan for part in self.parts)

    def on(self, day: date) -> Part:
        """The stretch of a day; before the first one that, after the last one that."""
        begun = [part for part in self.parts if part.plan.starts_on <= day]
        return begun[-1] if begun else self.parts[0]


def plans(*, coop_id: int) -> tuple[PlanFacts, ...]:
    """The co-op's plans of all years, the latest first."""
    rows: list[Any] = list(MealPlan.objects.filter(coop_id=coop_id).order_by("starts_on", "id"))
    holders = dict(
        MealCard.objects.filter(plan_id__in=[row.pk for row in rows])
        .order_by()
        .values_list("plan_id")
        .annotate(count=Count("member_id", distinct=True))
    )
    after = {row.continues_id: row for row in rows if row.continues_id}
    found = [
        PlanFacts(tuple(_part(row, holders) for row in _stretches(row, after)))
        for row in rows
        if row.continues_id is None
    ]
    return tuple(sorted(found, key=_latest_first))


def plan(*, coop_id: int, plan_id: int) -> PlanFacts | None:
    """One of them, by the row of any of its stretches."""
    known = plans(coop_id=coop_id)
    return next((each for each in known if plan_id in {part.id for part in each.parts}), None)


def problem_with_new(*, coop_id: int, plan: Plan, today: date) -> PlanProblem | None:
    """What speaks against offering this plan, as things stand."""
    return plan_rules.problem_with_new(plan, others=_others(coop_id=coop_id), today=today)


def problem_with_change(
    *, coop_id: int, facts: PlanFacts, numbers: Numbers, day: date, today: date
) -> PlanProblem | None:
    """What speaks against a plan's having these numbers from a day on, as things stand."""
    rest = _others(coop_id=coop_id, than=facts)
    return plan_rules.problem_with_change(facts.plans, numbers, day=day, others=rest, today=today)


def problem_with_last_day(
    *, coop_id: int, facts: PlanFacts, last: date, today: date
) -> PlanProblem | None:
    """What speaks against a plan's ending on a day, as things stand."""
    rest = _others(coop_id=coop_id, than=facts)
    return plan_rules.problem_with_last_day(facts.plans, last=last, others=rest, today=today)


def holders_from(*, facts: PlanFacts, day: date) -> int:
    """How many members hold a card of the plan for that day or a later one."""
    ids = [part.id for part in facts.parts]
    cards = MealCard.objects.filter(plan_id__in=ids, ends_on__gte=day)
    return cards.values("member_id").distinct().count()


def holders_whose_last_day_moves(*, facts: PlanFacts, last: date) -> int:
    """How many members' cards end earlier or later where the plan's last day becomes this one."""
    part = facts.parts[-1]
    moved = Q(ends_on__gt=last) | Q(ends_on=part.plan.ends_on)
    cards = MealCard.objects.filter(moved, plan_id=part.id).exclude(ends_on=last)
    return cards.values("member_id").distinct().count()


def extra_rights_lost(*, coop_id: int, facts: PlanFacts, day: date, becomes: Plan | None) -> int:
    """How many holders have a right for an outage on a day from this one on that no longer is one.

    `becomes` is what the plan is then, up to its last day; None where it has ended.
    """
    cards = MealCard.objects.filter(plan_id__in=[part.id for part in facts.parts])
    given = ExtraRight.objects.filter(date__gte=day, member_id__in=cards.values("member_id"))
    if becomes:
        given = given.filter(date__lte=becomes.ends_on)
    days = given.values_list("member_id", "date")
    marks = coops.calendar_marks(coop_id, day, becomes.ends_on) if becomes else {}
    return len(
        {
            member_id
            for member_id, on in days
            if becomes is None or not becomes.is_open_on(on, marks.get(on))
        }
    )


def plan_of(row: MealPlan) -> Plan:
    """A row as the rules take it."""
    numbers = Numbers(
        name=row.name,
        daily_limit_yen=row.daily_limit_yen,
        weekdays=tuple(row.weekdays),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        saturday_yen=row.saturday_yen,
        short_day_yen=row.short_day_yen,
        closed_day_yen=row.closed_day_yen,
        windows=rules.windows(row.windows),
    )
    return numbers.over(row.starts_on, row.ends_on)


def columns(numbers: Numbers) -> dict[str, Any]:
    """The numbers as a row has them."""
    given = {field.name: getattr(numbers, field.name) for field in fields(numbers)}
    days = sorted(numbers.weekdays)
    return given | {"weekdays": days, "windows": rules.told(numbers.windows)}


def stretch(card: MealCard) -> Plan:
    """The days of a card under one stretch of its plan, with that stretch's numbers."""
    return within(plan_of(card.plan), card.starts_on, card.ends_on)


def within(plan: Plan, starts_on: date, ends_on: date) -> Plan:
    """The days of a plan that lie between two, both included."""
    return Numbers.of(plan).over(max(starts_on, plan.starts_on), min(ends_on, plan.ends_on))


def _others(*, coop_id: int, than: PlanFacts | None = None) -> tuple[Plan, ...]:
    """The numbers of every other plan's stretches."""
    own = {part.id for part in than.parts} if than else set()
    rows = MealPlan.objects.filter(coop_id=coop_id).exclude(id__in=own)
    return tuple(plan_of(row) for row in rows)


def _stretches(first: MealPlan, after: dict[int, MealPlan]) -> Iterable[MealPlan]:
    row: MealPlan | None = first
    while row is not None:
        yield row
        row = after.get(row.pk)


def _part(row: MealPlan, holders: dict[Any, int]) -> Part:
    return Part(row.pk, plan_of(row), holders.get(row.pk, 0))


def _latest_first(facts: PlanFacts) -> tuple[int, int, str]:
    now = facts.parts[-1].plan
    return (-facts.starts_on.toordinal(), -now.daily_limit_yen, now.name)
