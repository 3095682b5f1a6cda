"""Two lively days of two co-ops with everything in them: the first is closed, the second open."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kumiai.coops.at_till import Caller
from kumiai.ledger import actions as ledger
from kumiai.members import actions as members
from kumiai.purchases.at_till import Message
from tests import cast
from tests.ledger import world
from tests.ledger.world import NOON, World

NEXT_NOON = NOON + timedelta(days=1)
Answers = Mapping[str, dict[str, Any]]
Asked = dict[str, tuple[Caller, Message]]


def live(url: str) -> tuple[Answers, Answers]:
    """Let both days happen; the answers of each, by what happened."""
    here = world.make()
    with world.connect(url) as connection:
        closed = _a_day(connection, here, day=0)
        for coop in (here.coop, here.other):
            ledger.close_day(
                coop_id=coop.id,
                business_date=NOON.date(),
                at=NEXT_NOON - timedelta(hours=6),
                by=cast.OPERATOR,
            )
        return closed, _a_day(connection, here, day=1)


def _a_day(connection: world.Connection, here: World, *, day: int) -> Answers:
    at = NOON + timedelta(days=day)
    hanako, taro, kenji, jiro = here.people
    answers = {
        "slip": world.answer(world.credit(hanako, world.slip(hanako, 3000), at=at)),
        "web_points": world.answer(world.credit(hanako, world.web_points(hanako, 4100), at=at)),
        "claim": world.answer(world.credit(hanako, world.claim(hanako, 1), at=at)),
        "no claim": world.answer(world.credit(hanako, world.claim(hanako, 9), at=at)),
    }
    till, cafeteria, elsewhere = (here.callers[n] for n in ("till", "cafeteria", "other till"))
    book = world.line(70_000, genre="books", name="六法全書", code="4781", tax_rate=10)
    rice = world.line(480, meal_eligible=True)
    tea = world.line(130, name="緑茶", code="4901234567894", tax_rate=8)
    discount = world.line(-30, name="値引き", code="")
    tenders = (("meal_card", 400), "prepaid", ("cash", 100), ("other", 50))
    asked: Asked = {
        "top_up": (till, world.top_up(hanako, 5000, at=at)),
        "sale": (cafeteria, world.sale(hanako, rice, tea, discount, tenders=tenders, at=at)),
        "books": (till, world.sale(hanako, book, tenders=("cash",), at=at, receipt_number="7")),
        "collecting": (till, world.sale(hanako, tea, at=at, collect=True, cashier="07")),
        "decline": (till, world.sale(kenji, rice, at=at)),
        "unknown card": (till, world.sale(jiro, rice, at=at)),
        "shortfall": (till, world.offline(world.sale(taro, rice, tea, at=at, sequence=5))),
        "unresolved": (till, world.offline(world.sale(jiro, rice, tea, at=at, sequence=6))),
        "recovery": (till, world.top_up(taro, 200, at=at)),
        "mistake": (till, world.top_up(kenji, 900, at=at)),
        "elsewhere": (elsewhere, world.top_up(jiro, 4000, at=at)),
        "sold elsewhere": (elsewhere, world.sale(jiro, rice, tea, at=at)),
    }
    if day:
        asked["suspended"] = (till, world.sale(taro, rice, at=at))
        asked["on suspense"] = (till, world.offline(world.sale(taro, rice, tea, at=at)))
    else:
        members.suspend(at=at + timedelta(hours=1), **world.suspension_of(taro))
    asked |= _taken_back(here, asked, at)
    requests = [world.asked(caller, message) for caller, message in asked.values()]
    outcomes = world.post(connection, requests, at=at)
    answers |= {name: world.answer(outcome) for name, outcome in zip(asked, outcomes, strict=True)}
    return answers


def _taken_back(here: World, asked: Asked, at: datetime) -> Asked:
    """Reversals of what has just been asked: in part and whole, of sales and of top-ups."""
    till, cafeteria = here.callers["till"], here.callers["cafeteria"]
    ids = {name: message.id for name, (_, message) in asked.items()}
    back: Asked = {
        "tea back": (till, world.reversal(ids["sale"], (2, 1), at=at, cashier="08", sequence=9)),
        "sale back": (cafeteria, world.reversal(ids["sale"], at=at)),
        "sale back again": (cafeteria, world.reversal(ids["sale"], at=at)),
        "books back": (till, world.reversal(ids["books"], at=at)),
        "shortfall back": (till, world.reversal(ids["shortfall"], (1, 1), at=at)),
        "recovery back": (till, world.reversal(ids["recovery"], at=at)),
        "mistake back": (till, world.reversal(ids["mistake"], at=at)),
    }
    if "on suspense" in ids:
        back["on suspense back"] = (till, world.reversal(ids["on suspense"], (2, 1), at=at))
    return back
