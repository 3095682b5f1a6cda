"""Questions about meal cards. What they answer are rights and uses in yen, never a balance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Subquery

from kumiai.coops.rules import DayMark
from kumiai.kit import clock, sql
from kumiai.kit.money import Yen
from kumiai.meals import at_till, plans, rules
from kumiai.meals.comparing import Choice
from kumiai.meals.models import (
    MealCard,
    MealDay,
    MealPlan,
    MealUse,
)
from kumiai.meals.reference_intakes import Activity, Sex
from kumiai.meals.rules import Plan, TimedUse, Today

_sql = sql.load("kumiai.meals")


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A member's meal card: its plan as of the asked day, and the days it is good for.

    `stretches` are the plans it was and will be good under, in order, where the co-op has given
    its plan other numbers from a day on; each from a day to a day of the card. `hides_nutrition`
    where the member wants no nutrition on their pages. `extra_rights` is what days from the asked
    one on have beside the plan's limit, in yen, `marks` what the co-op's calendar says of days
    of stretches that ask for it, and `uses` those of the asked day where the plan has windows.
    """

    plan: Plan
    stretches: tuple[Plan, ...]
    hides_nutrition: bool = False
    extra_rights: Mapping[date, Yen] = field(default_factory=dict)
    marks: Mapping[date, DayMark] = field(default_factory=dict)
    uses: tuple[TimedUse, ...] = ()

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return self.stretches[0].starts_on

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.stretches[-1].ends_on

    def is_open_on(self, day: date) -> bool:
        """Whether a day is one of the card's, by the plan of that day."""
        return any(plan.is_open_on(day, self.marks.get(day)) for plan in self.stretches)

    def changes_after(self, day: date) -> tuple[Plan, ...]:
        """What its plan becomes on days to come, in order."""
        return tuple(plan for plan in self.stretches[1:] if plan.starts_on > day)

    def limit_on(self, day: date) -> Yen:
        """The daily limit of the plan as of a day, in yen; outside the card's that of the nearest.

        What some days have otherwise is not looked at.
        """
        begun = [plan for plan in self.stretches if plan.starts_on <= day]
        return Yen((begun or self.stretches[:1])[-1].daily_limit_yen)

    def today(self, at: datetime, *, used_yen: int) -> Today:
        """What may be eaten for at a moment of the asked day (guide row B2), after so much was."""
        day = clock.tokyo_date(at)
        extra_yen, mark = self.extra_rights.get(day, 0), self.marks.get(day)
        given: Any = {"used_yen": used_yen, "extra_yen": extra_yen, "mark": mark, "uses": self.uses}
        return Today(
            rules.right_at(self.plan, occurred_at=at, **given),
            rules.rights_by_window(self.plan, at=at, **given),
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """A meal card, and what was used of it by day, in yen."""

    card: HeldCard
    used_yen: Mapping[date, Yen]


class _Card:
    """A row of `cards_held.sql`: the frame of every page asks for it, so no model is made of it."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.starts_on, self.ends_on, self.plan_id, self.continues_id = row[:4]
        # In the order of the fields of a plan.
        name, limit_yen, weekdays, *more, windows = row[4:15]
        numbers = [name, limit_yen, tuple(weekdays), *more, rules.windows(windows)]
        self.plan = Plan(*numbers)
        self.hides_nutrition, self.extra, self.used, self.marks, uses = row[15:]
        self.uses = at_till.timed(uses)


@dataclass(frozen=True, slots=True)
class DayUse:
    """What was used of a day's right, in yen, and in how many meals."""

    date: date
    used_yen: Yen
    uses: int


@dataclass(frozen=True, slots=True)
class TermUse:
    """What was used of a card up to a day: days, meals and yen, and how many days it was good on.

    The pace through the term (guide row B2) is the days used among the days there were.
    """

    days: int
    uses: int
    total_yen: Yen
    open_days: int
    open_days_in_all: int

    @property
    def day_yen(self) -> Yen:
        """What a day on which it was used comes to, rounded down."""
        return Yen(self.total_yen // self.days if self.days else 0)


@dataclass(frozen=True, slots=True)
class NutritionWish:
    """What a member chose to say for the page about nutrition; nobody but them is shown it."""

    choice: Choice
    birth_date: date

    @property
    def is_said(self) -> bool:
        """Whether there is something to withdraw."""
        return self.choice != Choice()


def nutrition_wish(*, coop_id: int, member_id: int) -> NutritionWish:
    """What a member of the co-op chose, if anything, with their birth date."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.nutrition_wish, {"coop": coop_id, "member": member_id})
        birth_date, sex, activity = cursor.fetchone()
    choice = Choice(Sex(sex) if sex else None, Activity(activity) if activity else None)
    return NutritionWish(choice, birth_date)


def plan_names(*, coop_id: int, on: date) -> frozenset[str]:
    """The names of the co-op's plans that have not ended."""
    rows = MealPlan.objects.filter(coop_id=coop_id, ends_on__gte=on)
    return frozenset(rows.values_list("name", flat=True))


def holds_meal_card(*, coop_id: int, member_id: int, on: date) -> bool:
    """Whether the member has a meal card for that day."""
    cards = MealCard.objects.filter(coop_id=coop_id, member_id=member_id)
    return cards.filter(starts_on__lte=on, ends_on__gte=on).exists()


def holders(*, coop_id: int, plan_name: str, on: date) -> frozenset[int]:
    """The ids of the members who hold a card of a plan of that name on a day."""
    cards = MealCard.objects.filter(coop_id=coop_id, plan__name=plan_name)
    running = cards.filter(starts_on__lte=on, ends_on__gte=on)
    return frozenset(running.values_list("member_id", flat=True))


def held_card(*, coop_id: int, member_id: int, on: date) -> HeldCard | None:
    """The card of a day as a till would take it; else the last one before it, or the next."""
    cards = _cards(coop_id, member_id, on=on, since=None)
    found = _card_of(cards, on)
    return _held(found, cards) if found else None


def holding(*, coop_id: int, member_id: int, on: date, since: date) -> Holding | None:
    """The card of a day, as `held_card`, and the days used since another, in one statement."""
    cards = _cards(coop_id, member_id, on=on, since=since)
    found = _card_of(cards, on)
    return Holding(_held(found, cards), _by_day(found.used)) if found else None


def days_used(*, coop_id: int, member_id: int, first: date, last: date) -> tuple[DayUse, ...]:
    """The days on which something was used, both ends included, in order."""
    uses = MealUse.objects.filter(
        coop_id=coop_id, member_id=member_id, date=OuterRef("date")
    ).values("date")
    days = (
        MealDay.objects.filter(
            coop_id=coop_id, member_id=member_id, date__range=(first, last), used_yen__gt=0
        )
        .annotate(uses=Subquery(uses.annotate(count=Count("*")).values("count")))
        .order_by("date")
    )
    return tuple(
        DayUse(day, Yen(yen), uses or 0)
        for day, yen, uses in days.values_list("date", "used_yen", "uses")
    )


def term_use(*, card: HeldCard, days: Sequence[DayUse], until: date) -> TermUse:
    """What was used of a card from its first day up to a day, which is included."""
    last = min(until, card.ends_on)
    used = [day for day in days if card.starts_on <= day.date <= last]
    return TermUse(
        days=len(used),
        uses=sum(day.uses for day in used),
        total_yen=Yen(sum(day.used_yen for day in used)),
        open_days=_open_days(card, last),
        open_days_in_all=_open_days(card, card.ends_on),
    )


def _cards(coop_id: int, member_id: int, *, on: date, since: date | None) -> list[_Card]:
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.cards_held, {"coop": coop_id, "member": member_id, "on": on, "since": since}
        )
        return [_Card(row) for row in cursor.fetchall()]


def _card_of(cards: Sequence[_Card], on: date) -> _Card | None:
    if not cards:
        return None
    begun = [card for card in cards if card.starts_on <= on]
    running = [card for card in begun if card.ends_on >= on]
    return running[-1] if running else begun[-1] if begun else cards[0]


def _held(found: _Card, cards: Sequence[_Card]) -> HeldCard:
    before, after = _neighbours(found, cards, -1), _neighbours(found, cards, 1)
    return HeldCard(
        plan=found.plan,
        stretches=tuple(
            plans.within(card.plan, card.starts_on, card.ends_on)
            for card in [*reversed(before), found, *after]
        ),
        hides_nutrition=found.hides_nutrition,
        extra_rights=_by_day(found.extra),
        marks={
            date.fromisoformat(day): mark
            for card in [*before, found, *after]
            for day, mark in (card.marks or {}).items()
        },
        uses=found.uses,
    )


def _neighbours(found: _Card, cards: Sequence[_Card], step: int) -> list[_Card]:
    """The cards this one went on from, or goes on as, the nearest first."""
    chain: list[_Card] = []
    here: _Card | None = found
    while here is not None:
        here = next((card for card in cards if _goes_on(here, card, step)), None)
        chain += [here] if here else []
    return chain


def _goes_on(card: _Card, other: _Card, step: int) -> bool:
    earlier, later = (card, other) if step > 0 else (other, card)
    return bool(
        later.continues_id == earlier.plan_id
        and later.starts_on == earlier.ends_on + timedelta(days=1)
    )


def _open_days(card: HeldCard, last: date) -> int:
    """How many of the card's days up to one are days of their plan."""
    return sum(
        rules.open_days(plan, plan.starts_on, min(plan.ends_on, last), card.marks)
        for plan in card.stretches
    )


def _by_day(yen: Mapping[str, int]) -> Mapping[date, Yen]:
    return {date.fromisoformat(day): Yen(each) for day, each in yen.items()}
