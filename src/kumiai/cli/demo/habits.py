"""How each member lives on campus: how often they eat where, what they like, how they pay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from kumiai.cli.demo import chance, content
from kumiai.cli.demo.content import Dish, Good
from kumiai.cli.demo.people import Person

T = TypeVar("T")

PLAN_SHARE = 0.17
FAVOURITE_DISHES, FAVOURITE_GOODS = 14, 12


@dataclass(frozen=True, slots=True)
class Habits:
    """Chances are per day of classes with the person on campus, from 0 to 1.

    `presence` and, in vacations, `vacation` multiply the chance of being there; `errands` are
    further visits to a shop on each day; `pays_cash` is the share of purchases without prepaid;
    `plan` which of the co-op's meal plans they have.
    """

    breakfast: float
    lunch: float
    dinner: float
    shop: float
    second_shop: float
    presence: float
    vacation: float
    errands: int
    pays_cash: float
    top_up_yen: int
    tops_up_at_machine: float
    pays_slips: bool
    uses_app: bool
    plan: int | None
    dishes: tuple[Dish, ...]
    goods: tuple[Good, ...]


def habits_of(person: Person) -> Habits:
    """A member's habits, the same every time."""
    random = chance.of("habits", person.member_number)
    is_student = person.kind != "staff"
    first_years = is_student and person.kind != "graduate"
    plan = random.choice((0, 0, 1, 2)) if first_years and random.random() < PLAN_SHARE else None
    lunch = 0.92 if plan is not None else random.choice((0.03, 0.1, 0.2, 0.3, 0.4, 0.55))
    return Habits(
        breakfast=random.choice((0.3, 0.5)) if plan is not None else random.choice((0, 0, 0.04)),
        lunch=lunch,
        dinner=random.choice((0.5, 0.7)) if plan is not None else random.choice((0, 0.05, 0.12)),
        shop=random.choice((0.07, 0.14, 0.22, 0.32)),
        second_shop=random.choice((0.02, 0.06, 0.12)),
        presence=1.0,
        vacation=1.0,
        errands=0,
        pays_cash=random.choices((0.0, 0.05, 0.4), (60, 32, 8))[0],
        top_up_yen=random.choices((1000, 2000, 3000, 5000, 10_000), (10, 20, 30, 30, 10))[0],
        tops_up_at_machine=random.choice((0.2, 0.6, 0.9)),
        pays_slips=is_student and random.random() < 0.45,
        uses_app=is_student and random.random() < 0.55,
        plan=plan,
        dishes=_favourites(random, content.dishes(), FAVOURITE_DISHES),
        goods=_favourites(random, content.goods(), FAVOURITE_GOODS),
    )


def at_every_meal(habits: Habits, plan: int) -> Habits:
    """Somebody with a meal card who eats in the cafeteria on most days."""
    return replace(
        habits,
        presence=1.45,
        breakfast=0.55,
        lunch=0.96,
        dinner=0.75,
        plan=plan,
        pays_cash=0.0,
        vacation=3.0,
    )


def all_day_long(habits: Habits) -> Habits:
    """Somebody who is at a till several times a day, also in vacations."""
    return replace(
        habits,
        breakfast=0.5,
        lunch=0.95,
        dinner=0.65,
        shop=0.97,
        second_shop=0.85,
        presence=1.6,
        vacation=8.0,
        errands=4,
        pays_cash=0.0,
        top_up_yen=10_000,
        plan=None,
        uses_app=True,
    )


def with_everything(habits: Habits) -> Habits:
    """Somebody whose pages show all there is to show: slips, app, books, cafeteria, shop."""
    return replace(
        habits,
        presence=1.4,
        lunch=0.6,
        shop=0.5,
        pays_cash=0.0,
        top_up_yen=5000,
        pays_slips=True,
        uses_app=True,
        plan=None,
    )


def _favourites(random: Random, all_of: Sequence[T], count: int) -> tuple[T, ...]:
    return tuple(random.sample(all_of, count))
