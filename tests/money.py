"""Money for the cast, over the counter: the same posting as behind the till API."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from kumiai.coops import at_till as keys
from kumiai.coops.actions import EnrolledTerminal
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids
from kumiai.ledger import actions as ledger
from kumiai.purchases import at_till
from kumiai.purchases.asked import Line, LineToReverse, Purchase, Reversal, Tender, TenderKind
from kumiai.purchases.at_till import Counter, Message
from kumiai.wallet import actions as wallet
from kumiai.wallet.asked import TopUp
from kumiai.wallet.crediting import Claim, Credit, SlipCredit, WebPointsCredit
from tests.cast import Person

BOOK_POINTS_PER_YEN = 3, 10  # 3 % in tenths


def line(
    name: str = "唐揚げ丼",
    *,
    yen: int,
    genre: str = "food",
    quantity: int = 1,
    tax_rate: int = 10,
    code: str = "D1023",
    **more: Any,
) -> Line:
    """One line of a sale; `yen` is what all its pieces cost."""
    fields = {
        "code": code,
        "name": name,
        "genre": genre,
        "quantity": quantity,
        "unit_price": yen // quantity,
        "amount": yen,
        "tax_rate": tax_rate,
    }
    return msgspec.convert(fields | more, Line)


def top_up(person: Person, *, till: EnrolledTerminal, yen: int, at: datetime) -> dict[str, Any]:
    """Cash into prepaid; the till's answer."""
    asked = TopUp(id=ids.uuid7(at), card=person.card, occurred_at=at, amount=yen)
    return post(till, asked, at=at)


def ring_up(
    person: Person,
    *lines: Line,
    till: EnrolledTerminal,
    at: datetime,
    tenders: Sequence[TenderKind] = ("prepaid",),
    **more: Any,
) -> dict[str, Any]:
    """A sale at a till; the till's answer."""
    asked = Purchase(
        id=ids.uuid7(at),
        card=person.card,
        occurred_at=at,
        lines=lines,
        tenders=tuple(Tender(kind=kind) for kind in tenders),
        **more,
    )
    return post(till, asked, at=at)


def reverse(
    original: dict[str, Any], *wanted: tuple[int, int], till: EnrolledTerminal, at: datetime
) -> dict[str, Any]:
    """Take back what a till has answered, or so many pieces of its lines; the till's answer."""
    asked = Reversal(
        id=ids.uuid7(at),
        reverses=UUID(original["id"]),
        occurred_at=at,
        lines=tuple(LineToReverse(line=line, quantity=count) for line, count in wanted) or None,
        reason="返品",
    )
    return post(till, asked, at=at)


def earn_points(
    person: Person, *, till: EnrolledTerminal, tenths: int, at: datetime
) -> dict[str, Any]:
    """Sell books for cash until they have earned exactly so many tenths of a point."""
    share, whole = BOOK_POINTS_PER_YEN
    book = line("統計学入門", yen=-(-tenths * whole // share), genre="books", code="9784130420655")
    answer = ring_up(person, book, till=till, at=at, tenders=("cash",))
    assert answer["points_earned_tenths"] == tenths
    return answer


def pay_slip(person: Person, *, yen: int, paid_on: date, available_on: date, at: datetime) -> None:
    """Money by payment slip: uncollected, and collectable from `available_on`."""
    _credit(person, SlipCredit(person.id, yen, paid_on, available_on), at)


def earn_web_points(person: Person, *, tenths: int, at: datetime) -> None:
    """What the co-op's app grants."""
    _credit(person, WebPointsCredit(person.id, tenths, "来店スタンプ"), at)


def claim(person: Person, *, blocks: int, at: datetime) -> None:
    """Blocks of web points, as money to collect."""
    _credit(person, Claim(person.id, blocks, GUIDE_2020, calendar={}), at)


def post(till: EnrolledTerminal, message: Message, *, at: datetime) -> dict[str, Any]:
    """What the till API does with one message, at a moment of the test's choosing."""
    with connection.cursor() as cursor:
        cursor.execute(keys.FIND_TERMINAL, keys.parameters(key=till.key, at=at))
        caller = keys.caller(cursor.fetchone())
    requests = [at_till.request(caller=caller, message=message)]
    [outcome] = ledger.post(requests=requests, room=Counter(), now=lambda: at)
    assert not outcome.id_reused
    answer: dict[str, Any] = json.loads(outcome.receipt)
    return answer


def _credit(person: Person, credit: Credit, at: datetime) -> None:
    asked = [wallet.CreditAsked(ids.uuid7(at), credit, at)]
    wallet.credit(coop_id=person.coop_id, asked=asked, now=lambda: at)
