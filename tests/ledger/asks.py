"""What people may ask at tills, made up by Hypothesis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kumiai.purchases.at_till import Message
from tests.cast import Person
from tests.ledger import world
from tests.ledger.model import Card


@dataclass(frozen=True)
class Ask:
    """Somebody asks for something at a till.

    `card` is the latest (0), the one before or one that is not issued yet (-1, 1), or the chip of
    the latest that has one.
    """

    kind: str
    who: int
    till: str
    what: Any
    card: int | str = 0


# Of the asker's own co-op, except where it says `stranger`: then of the other one.
TILLS = ("till", "till", "till", "cafeteria", "cafeteria", "cafeteria", "stranger")
KINDS = ("meal_card", "prepaid", "cash", "other")

yen = st.one_of(st.integers(1, 3000), st.sampled_from([500, 20_000, 99_999, 100_000]))
lines = st.lists(
    st.builds(
        world.line,
        st.one_of(st.integers(1, 2000), st.sampled_from([40_000, 66_666]), st.integers(-300, 0)),
        quantity=st.sampled_from([1, 1, 2, 3, 7]),
        genre=st.sampled_from(["food", "books", "learning_goods", "other"]),
        code=st.sampled_from(["D1", "D2", "REISSUE"]),
        tax_rate=st.sampled_from([0, 8, 10]),
        meal_eligible=st.booleans(),
    ),
    min_size=1,
    max_size=4,
).filter(lambda made: sum(line.amount for line in made) >= 0)
tenders = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True).flatmap(
    lambda kinds: st.tuples(
        *(st.one_of(st.just(kind), st.tuples(st.just(kind), st.integers(1, 900))) for kind in kinds)
    )
)
# Lines and pieces; none for all that is left.
pieces = st.one_of(
    st.just([]),
    st.lists(
        st.tuples(st.sampled_from([1, 1, 1, 2, 2, 3, 4]), st.sampled_from([1, 1, 1, 2, 3])),
        min_size=1,
        max_size=2,
        unique_by=lambda piece: piece[0],
    ),
)
# How many requests ago the entry was asked that is to be reversed: often in the same batch.
ago = st.one_of(st.integers(1, 4), st.integers(1, 30))
# So long before now a sale was made that a till tells of as made offline.
sold_ago = st.sampled_from([0, 1, 1, 5, 60, 600, 1500, 3000])
sales = st.tuples(lines, tenders, st.booleans(), st.one_of(st.none(), st.none(), sold_ago))
in_hand = st.sampled_from([0, 0, 0, 0, -1, 1, "chip", "chip", "chip", "chip"])
people = st.integers(0, 3)


def _asks(kind: str, what: st.SearchStrategy[Any], tills: Sequence[str]) -> st.SearchStrategy[Ask]:
    return st.builds(Ask, st.just(kind), people, st.sampled_from(tills), what, in_hand)


of_money = st.one_of(
    _asks("sale", sales, TILLS),
    _asks("top_up", yen, (*TILLS, "machine")),
    _asks("collection", st.none(), ("till", "till", "machine", "stranger")),
    _asks("grant", st.integers(1, 5000), ("feed",)),
    st.builds(Ask, st.just("reversal"), ago, st.sampled_from(TILLS), pieces),
)
of_cards = st.one_of(
    _asks("suspension", st.none(), TILLS),
    _asks("lift", st.none(), TILLS),
    # Which chip the new card has, if any: somebody's already, or one that others want too.
    _asks("reissue", st.sampled_from([None, None, 0, 4, 5]), TILLS),
)
# Every choice counts alike, those of choices too, and no choice twice: half of all are sales.
asks = st.one_of(*(_asks("sale", sales, TILLS) for _ in range(7)), of_money, of_cards)
# What goes on around a card that is lost and found: sales of before come in late.
late_sales = st.tuples(lines, tenders, st.just(False), sold_ago)
around_a_card = st.one_of(
    *(_asks("sale", late_sales, TILLS) for _ in range(4)),
    _asks("lift", st.none(), TILLS),
    of_cards,
    of_money,
)
brought_back = st.tuples(ago, st.sampled_from(["till", "till", "till", "cafeteria"]), pieces)


def message(
    ask: Ask, person: Person, cards: Sequence[Card], *, chips: int, at: datetime
) -> Message:
    """What somebody with these cards asks; `chips` tells those of one run from all others."""
    card = world.at_another_card(person, _in_hand(ask.card, cards))
    if ask.kind == "sale":
        made, split, collect, ago = ask.what
        if ago is not None:
            at -= timedelta(minutes=ago)
        more = {"at": at, "collect": collect, "offline": ago is not None}
        return world.sale(card, *made, tenders=split, **more)
    if ask.kind == "grant":
        return world.grant(person, ask.what, at=at)
    if ask.kind == "top_up":
        return world.top_up(card, ask.what, at=at)
    if ask.kind == "reissue":
        chip = None if ask.what is None else f"{chips:012x}{ask.what:04x}"
        return world.reissue(card, at=at, new_card=chip)
    bare = {"collection": world.collection, "suspension": world.suspension, "lift": world.lift}
    asked: Message = bare[ask.kind](card, at=at)  # type: ignore[operator]
    return asked


def _in_hand(card: int | str, cards: Sequence[Card]) -> str:
    if card == "chip":
        return next((c.idm for c in reversed(cards) if c.idm), cards[-1].code)
    issue = max(len(cards) + int(card), 1)
    return cards[0].code if issue == 1 else f"{cards[0].code}-{issue}"
