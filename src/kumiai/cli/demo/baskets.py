"""What is put on a tray or in a basket: lines of a purchase as a till sends them."""

import functools
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from kumiai.cli.demo import content
from kumiai.cli.demo.content import Dish, Good, StartingGood, Textbook
from kumiai.cli.demo.habits import Habits
from kumiai.cli.demo.people import Person

Line = dict[str, Any]

CAFETERIA_TAX_RATE = 10
FAVOURITE_CHANCE = 0.6
SHOP_KIND_WEIGHTS = {
    "meal": 30,
    "drink": 28,
    "snack": 18,
    "study": 10,
    "life": 4,
    "print": 4,
    "magazine": 2,
    "book": 3,
    "service": 1,
}


def total_yen(lines: Sequence[Line]) -> int:
    return sum(int(line["amount"]) for line in lines)


def breakfast(random: Random, day: date) -> list[Line]:
    lines = [_dish(_pick(random, "breakfast", day.month))]
    if random.random() < 0.3:
        lines.append(_dish(_pick(random, "dessert", day.month)))
    return lines


def tray(random: Random, habits: Habits, day: date) -> list[Line]:
    """A lunch or a dinner: one plate that is a meal, or a main dish with rice, soup and sides."""
    style = random.random()
    if style < 0.24:
        dishes = [_favourite(random, habits, "bowl", day.month)]
    elif style < 0.40:
        dishes = [_favourite(random, habits, "noodles", day.month)]
    elif style < 0.52:
        dishes = [_favourite(random, habits, "curry", day.month)]
    else:
        dishes = _set_meal(random, habits, day)
    if random.random() < 0.32:
        dishes.append(_pick(random, "salad" if random.random() < 0.5 else "side", day.month))
    if random.random() < 0.09:
        dishes.append(_pick(random, "dessert", day.month))
    return [_dish(dish) for dish in dishes]


def shop_basket(random: Random, habits: Habits, day: date, *, at_lunch: bool) -> list[Line]:
    """One to four things from the shelf; at lunch time mostly something to eat."""
    count = random.choices((1, 2, 3, 4), (44, 34, 16, 6))[0]
    chosen: dict[str, Good] = {}
    for _ in range(count):
        if at_lunch and random.random() < 0.7:
            kind = random.choice(("meal", "meal", "drink"))
        elif random.random() < FAVOURITE_CHANCE:
            good = random.choice(habits.goods)
            if day.month in good.months:
                chosen[good.code] = good
                continue
            kind = good.kind
        else:
            kind = random.choices(tuple(SHOP_KIND_WEIGHTS), tuple(SHOP_KIND_WEIGHTS.values()))[0]
        good = _pick_good(random, kind, day.month)
        chosen[good.code] = good
    return [_good(random, good) for good in chosen.values()]


def textbooks(random: Random, person: Person, *, term: str, year: int) -> list[Line]:
    """The books of a term: many in the first years, few later, none for most graduates."""
    wanted = {1: 6, 2: 4, 3: 3, 4: 1}.get(person.school_year_in(year), 0)
    own = [
        book
        for book in content.textbooks()
        if book.term == term and book.field in ("common", person.field)
    ]
    count = min(len(own), max(0, wanted + random.choice((-1, 0, 0, 1))))
    return [_textbook(book) for book in random.sample(own, count)]


def starting_goods(random: Random) -> list[Line]:
    """What a new student takes at the support centre: at most one of a kind, but all extras."""
    chosen: dict[str, StartingGood] = {}
    for good in content.starting_goods():
        if random.randrange(100) < good.share_percent:
            key = good.code if good.kind in ("pc_extra", "furniture") else good.kind
            chosen.setdefault(key, good)
    return [_line(good.code, good.name, good.genre, good.price_yen, 10) for good in chosen.values()]


def _set_meal(random: Random, habits: Habits, day: date) -> list[Dish]:
    dishes = [_favourite(random, habits, "main", day.month), _pick(random, "rice", day.month)]
    if random.random() < 0.75:
        dishes.append(_pick(random, "soup", day.month))
    if random.random() < 0.45:
        dishes.append(_pick(random, "side", day.month))
    return dishes


def _favourite(random: Random, habits: Habits, category: str, month: int) -> Dish:
    if random.random() < FAVOURITE_CHANCE:
        own = [dish for dish in habits.dishes if dish.category == category and month in dish.months]
        if own:
            return random.choice(own)
    return _pick(random, category, month)


def _pick(random: Random, category: str, month: int) -> Dish:
    return random.choice(_dishes_of(category, month))


def _pick_good(random: Random, kind: str, month: int) -> Good:
    goods, weights = _goods_of(kind, month)
    return random.choices(goods, weights)[0]


@functools.cache
def _dishes_of(category: str, month: int) -> tuple[Dish, ...]:
    return tuple(
        dish for dish in content.dishes() if dish.category == category and month in dish.months
    )


@functools.cache
def _goods_of(kind: str, month: int) -> tuple[tuple[Good, ...], tuple[int, ...]]:
    goods = tuple(good for good in content.goods() if good.kind == kind and month in good.months)
    return goods, tuple(good.weight for good in goods)


def _dish(dish: Dish) -> Line:
    line = _line(dish.code, dish.name, "food", dish.price_yen, CAFETERIA_TAX_RATE)
    return line | {"meal_eligible": True}


def _good(random: Random, good: Good) -> Line:
    may_be_two = good.price_yen < 200 and good.kind in ("meal", "drink", "snack", "study")
    quantity = 2 if may_be_two and random.random() < 0.08 else 1
    line = _line(good.code, good.name, good.genre, good.price_yen, good.tax_rate)
    return line | {"quantity": quantity, "amount": quantity * good.price_yen}


def _textbook(book: Textbook) -> Line:
    return _line(book.code, book.title, "books", book.price_yen, 10)


def _line(code: str, name: str, genre: str, price_yen: int, tax_rate: int) -> Line:
    return {
        "code": code,
        "name": name,
        "genre": genre,
        "quantity": 1,
        "unit_price": price_yen,
        "amount": price_yen,
        "tax_rate": tax_rate,
        "meal_eligible": False,
    }
