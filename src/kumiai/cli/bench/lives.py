"""Thirteen months of members of a bench, through the rooms' own actions: they top up and buy."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import click
from django.db import connection

from kumiai.cli.bench.measures import member_number
from kumiai.coops.at_till import FIND_TERMINAL, Caller, caller, parameters
from kumiai.kit import clock, ids
from kumiai.purchases import actions as purchases
from kumiai.purchases.actions import Past
from kumiai.purchases.asked import Line, Purchase, Tender
from kumiai.wallet.asked import TopUp

MONTHS_LAST = timedelta(days=395)
# Two lines and three in turn: ten purchases cost ¥4,500, which a top-up brings before them.
GOODS = (("日替わり定食", "food", 300), ("緑茶", "food", 100), ("ノート", "learning_goods", 100))
PURCHASES_OF_A_TOP_UP = 10
TOP_UP_YEN = 4_500


@dataclass(frozen=True, slots=True)
class Life:
    """A member by number, and how many purchases there are to be."""

    member: int
    purchases: int


def live(lives: Sequence[Life], *, key: str, quiet: bool) -> None:
    """Let each member buy at even steps up to a moment ago, at the till with this key."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_TERMINAL, parameters(key=key, at=clock.now()))
        till = caller(cursor.fetchone())
    with click.progressbar(lives, label="  histories", hidden=quiet, file=sys.stderr) as bar:
        for life in bar:
            for _ in purchases.load_history(past=_past(life, till)):
                pass


def _past(life: Life, till: Caller) -> Iterator[Past]:
    now = clock.now()
    card = member_number(life.member)
    for number in range(life.purchases):
        at = now - MONTHS_LAST * ((life.purchases - number) / (life.purchases + 1))
        if number % PURCHASES_OF_A_TOP_UP == 0:
            top_up = TopUp(id=ids.uuid7(at), card=card, occurred_at=at, amount=TOP_UP_YEN)
            yield Past(till, top_up, at)
        sale = Purchase(
            id=ids.uuid7(at),
            card=card,
            occurred_at=at,
            receipt_number=f"B{number:06d}",
            lines=_lines(2 + number % 2),
            tenders=(Tender(kind="prepaid"),),
        )
        yield Past(till, sale, at)


def _lines(count: int) -> tuple[Line, ...]:
    return tuple(
        Line(
            code=f"B{position}",
            name=name,
            genre=genre,  # type: ignore[arg-type]
            quantity=1,
            unit_price=yen,
            amount=yen,
            tax_rate=10,
        )
        for position, (name, genre, yen) in enumerate(GOODS[:count])
    )
