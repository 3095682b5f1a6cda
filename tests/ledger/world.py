"""Two co-ops with committed rows, and posting over connections that are not Django's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from kumiai.coops import at_till as keys
from kumiai.coops.at_till import Caller
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids, steps
from kumiai.kit.clock import TOKYO
from kumiai.kit.money import Yen
from kumiai.ledger import posting
from kumiai.ledger.posting import Chart, Outcome, Request
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from kumiai.purchases import at_till
from kumiai.purchases.asked import (
    CardReissue,
    Line,
    LineToReverse,
    Purchase,
    Reversal,
    Suspension,
    SuspensionLift,
    Tender,
)
from kumiai.purchases.at_till import Counter, Message
from kumiai.wallet import actions as wallet
from kumiai.wallet.actions import CreditAsked
from kumiai.wallet.asked import Collection, TopUp, WebPoints
from kumiai.wallet.crediting import Claim, Credit, SlipCredit, WebPointsCredit
from tests import cast
from tests.cast import Coop, Person

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
TODAY = NOON.date()
LONG_AGO = NOON - timedelta(days=30)
PLAN = Plan(
    name="1日1,200円",
    daily_limit_yen=1200,
    weekdays=range(7),
    opens_at=None,
    closes_at=None,
    starts_on=date(2026, 4, 1),
    ends_on=date(2099, 3, 31),
)
Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class World:
    """Both co-ops, their people and the callers behind their tills."""

    coop: Coop
    other: Coop
    people: Sequence[Person]
    callers: Mapping[str, Caller]

    @property
    def hanako(self) -> Person:
        return self.people[0]

    @property
    def jiro(self) -> Person:
        """Of the other co-op."""
        return self.people[-1]


def make() -> World:
    """Committed on Django's connection: two co-ops, a meal plan, and people."""
    coop, other = cast.coop_2101(), cast.other_coop()
    meals.take_in_plans(coop_id=coop.id, plans=[PLAN])
    callers = {
        "till": caller(coop.till.key),
        "cafeteria": caller(coop.cafeteria_till.key),
        "machine": caller(coop.top_up_machine.key),
        "feed": caller(coop.feed.key),
        "other till": caller(other.till.key),
    }
    return World(coop, other, people_of(coop, other), callers)


def people_of(coop: Coop, other: Coop, *, serial: int = 0) -> Sequence[Person]:
    """Hanako (with a meal card), Taro, Kenji, and Jiro elsewhere: new ones for each serial."""
    rows = [cast.HANAKO, cast.TARO, cast.KENJI, cast.JIRO]
    numbers = [str(int(row.member_number) + 10 * serial) for row in rows]
    people = [
        cast.join(home, replace(row, member_number=number), at=LONG_AGO)
        for home, row, number in zip([coop] * 3 + [other], rows, numbers, strict=True)
    ]
    meals.hand_out_cards(coop_id=coop.id, plan_names={people[0].id: PLAN.name}, on=PLAN.starts_on)
    return people


def caller(key: str, *, at: datetime = NOON) -> Caller:
    """Who calls with a key, as the till API finds it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(keys.FIND_TERMINAL, keys.parameters(key=key, at=at))
        return keys.caller(cursor.fetchone())


def under(caller: Caller, **changes: Any) -> Caller:
    """The same terminal while the co-op's policy has other numbers."""
    return replace(caller, policy=msgspec.structs.replace(caller.policy, **changes))


def connect(url: str, **options: Any) -> Connection:
    """As one more server connects."""
    return psycopg.connect(url, autocommit=True, **options)


def top_up(person: Person, yen: int, *, at: datetime = NOON, **more: Any) -> TopUp:
    fields = {"id": ids.uuid7(), "card": person.card, "occurred_at": at, "amount": yen}
    return TopUp(**fields | more)


def collection(person: Person, *, at: datetime = NOON, **more: Any) -> Collection:
    fields = {"id": ids.uuid7(), "card": person.card, "occurred_at": at}
    return Collection(**fields | more)


def suspension(person: Person, *, at: datetime = NOON, **more: Any) -> Suspension:
    return Suspension(**_of_card(person, at) | more)


def lift(person: Person, *, at: datetime = NOON, **more: Any) -> SuspensionLift:
    return SuspensionLift(**_of_card(person, at) | more)


def reissue(person: Person, *, at: datetime = NOON, **more: Any) -> CardReissue:
    return CardReissue(**_of_card(person, at) | more)


def grant(person: Person, tenths: int, *, at: datetime = NOON, **more: Any) -> WebPoints:
    fields = {
        "id": ids.uuid7(),
        "member_number": person.member_number,
        "occurred_at": at,
        "points_tenths": tenths,
        "description": "来店スタンプ",
    }
    return WebPoints(**fields | more)


def _of_card(person: Person, at: datetime) -> dict[str, Any]:
    return {"id": ids.uuid7(), "card": person.card, "occurred_at": at, "reason": "紛失"}


def line(yen: int, **more: Any) -> Line:
    """One line; food at ten per cent unless it says otherwise."""
    fields = {
        "code": "D1023",
        "name": "唐揚げ丼",
        "genre": "food",
        "quantity": 1,
        "unit_price": yen,
        "amount": yen,
        "tax_rate": 10,
    }
    return msgspec.convert(fields | more, Line)


def sale(
    person: Person,
    *lines: Line,
    tenders: Sequence[str | tuple[str, int]] = ("prepaid",),
    at: datetime = NOON,
    **more: Any,
) -> Purchase:
    """A sale; a tender is its kind, or its kind with an amount."""
    split = [(each, None) if isinstance(each, str) else each for each in tenders]
    fields = {
        "id": ids.uuid7(),
        "card": person.card,
        "occurred_at": at,
        "lines": lines,
        "tenders": tuple(Tender(kind=kind, amount=yen) for kind, yen in split),  # type: ignore[arg-type]
    }
    return Purchase(**fields | more)


def reversal(of: UUID, *wanted: tuple[int, int], at: datetime = NOON, **more: Any) -> Reversal:
    """Of an entry: all that is left, or so many pieces of lines, which count from 1."""
    pieces = tuple(LineToReverse(line=line, quantity=quantity) for line, quantity in wanted)
    fields = {"id": ids.uuid7(), "reverses": of, "occurred_at": at, "reason": "返品"}
    return Reversal(**fields | {"lines": pieces or None} | more)


def asked(caller: Caller, message: Message) -> Request:
    return at_till.request(caller=caller, message=message)


def post(
    connection: Connection,
    requests: Sequence[Request],
    *,
    at: datetime = NOON,
    chart: Chart | None = None,
) -> list[Outcome]:
    """Post a list as a server does, in one transaction that commits."""
    chart = chart or Chart()
    with connection.transaction():
        if missing := chart.missing(requests):
            steps.run(connection, chart.fill(missing))
        work = posting.post(requests, room=Counter(), chart=chart, clock=lambda: at)
        return steps.run(connection, work)


def answer(outcome: Outcome) -> dict[str, Any]:
    """What the asker reads."""
    assert not outcome.id_reused
    decoded: dict[str, Any] = msgspec.json.decode(outcome.receipt)
    return decoded


def credit(
    person: Person, what: Credit, *, at: datetime = NOON, entry_id: UUID | None = None
) -> Outcome:
    """A slip, web points or a claim, over Django's connection."""
    one = CreditAsked(id=entry_id or ids.uuid7(), credit=what, occurred_at=at)
    [outcome] = wallet.credit(coop_id=person.coop_id, asked=[one], now=lambda: at)
    return outcome


def slip(person: Person, yen: int, *, on: date = TODAY) -> SlipCredit:
    return SlipCredit(member_id=person.id, amount_yen=Yen(yen), paid_on=on, available_on=on)


def web_points(person: Person, tenths: int) -> WebPointsCredit:
    return WebPointsCredit(member_id=person.id, points_tenths=tenths, description="来店")


def claim(person: Person, blocks: int) -> Claim:
    return Claim(member_id=person.id, blocks=blocks, policy=GUIDE_2020, calendar={})


def suspension_of(person: Person) -> dict[str, Any]:
    """The arguments with which the office stops a card."""
    return {
        "coop_id": person.coop_id,
        "member_id": person.id,
        "reason": "紛失",
        "by": cast.OPERATOR,
    }


def purses(connection: Connection, person: Person) -> dict[str, tuple[int, int]]:
    """Balance and version by kind, as stored."""
    rows = connection.execute(
        "SELECT kind, balance, version FROM ledger_account WHERE coop_id = %s AND holder_id = %s"
        " AND version IS NOT NULL",
        [person.coop_id, person.id],
    ).fetchall()
    return {kind: (balance, version) for kind, balance, version in rows}


def offline(message: Purchase) -> Purchase:
    """The same sale, made already."""
    return msgspec.structs.replace(message, offline=True)


def at_another_card(person: Person, code: str) -> Person:
    """The same person with another card in hand."""
    return replace(person, row=replace(person.row, member_number=code))
