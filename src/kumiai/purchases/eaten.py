"""What was eaten with a meal card, dish by dish: what the page about nutrition adds up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from kumiai.kit import clock, sql

_sql = sql.load("kumiai.purchases")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of food that was kept: its code, what the receipt calls it, how many."""

    code: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Meal:
    """One purchase of which the meal card paid something, and all the food in it."""

    entry_id: UUID
    occurred_at: datetime
    store: str
    pieces: tuple[Piece, ...]

    @property
    def day(self) -> date:
        """Its date in Tokyo."""
        return clock.tokyo_date(self.occurred_at)


def meals(*, coop_id: int, member_id: int, first: date, last: date) -> tuple[Meal, ...]:
    """The meals of days, both ends included, in order; less what was taken back (row G30).

    Only what a meal card paid for, and what else was on that tray: other purchases are no part of
    what guardians may be shown with the meals.
    """
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "member": member_id,
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.eaten, parameters)
        return tuple(_meals(cursor.fetchall()))


def _meals(rows: list[tuple[UUID, datetime, str, str, str, int]]) -> Iterator[Meal]:
    for (entry_id, occurred_at, store), lines in groupby(rows, key=lambda row: row[:3]):
        yield Meal(entry_id, occurred_at, store, tuple(Piece(*line[3:]) for line in lines))
