"""What reversals name: earlier entries, found before the lock and read under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from kumiai.coops import at_till as coops
from kumiai.coops.policy import Policy
from kumiai.kit import clock, sql
from kumiai.kit.steps import Row, Steps, ask, tell, together
from kumiai.ledger import entries
from kumiai.ledger.entries import EntryKey, StoredEntry
from kumiai.ledger.posting import Decision, Request, State
from kumiai.purchases.asked import Line, Purchase, Reversal, TenderKind
from kumiai.purchases.returns import PaidPart, Sold, SoldLine

_sql = sql.load("kumiai.purchases")

Found = Mapping[EntryKey, StoredEntry]


class _Tender(msgspec.Struct):
    kind: TenderKind
    amount: int


class _Receipt(msgspec.Struct):
    """What the answers to sales and top-ups say that a reversal needs, in yen and tenths."""

    tenders: tuple[_Tender, ...] = ()
    points_earned_tenths: int = 0
    amount: int = 0
    debt_recovered: int = 0


_receipt = msgspec.json.Decoder(_Receipt).decode


class ToppedUp(msgspec.Struct, frozen=True):
    """A top-up: its cash in yen, and what of it paid a debt."""

    amount_yen: int
    recovered_yen: int

    @property
    def prepaid_yen(self) -> int:
        """What of it became prepaid money."""
        return self.amount_yen - self.recovered_yen


class Original(msgspec.Struct, frozen=True):
    """An entry that somebody wants to take back: `count` says how often that was done before.

    Neither `sold` nor `topped_up` for what cannot be taken back: a decline, or another kind.
    """

    entry: StoredEntry
    sold: Sold | None = None
    topped_up: ToppedUp | None = None
    count: int = 0


@dataclass(slots=True)
class Originals:
    """What is known of the entries a batch wants to reverse; entries decided change it."""

    wanted: frozenset[EntryKey] = frozenset()
    known: dict[EntryKey, Original] = field(default_factory=dict)

    def remember(self, request: Request, decision: Decision) -> None:
        """Keep a decided entry that a later one of the same batch may name."""
        key = (request.coop_id, request.id)
        if key not in self.wanted:
            return
        entry = entries.to_be_stored(request, decision)
        asked = request.body
        lines: Sequence[SoldLine] = ()
        if isinstance(asked.message, Purchase):
            lines = [SoldLine(line) for line in asked.message.lines]
        self.known[key] = _original(entry, lines, _NEVER, asked.caller.policy)


class _Before(msgspec.Struct, frozen=True):
    """The reversals of one entry together: how many, what returned, points in tenths."""

    count: int = 0
    returned: Mapping[str, int] = {}
    points_tenths: int = 0


_NEVER = _Before()


def keys_of(requests: Iterable[Request]) -> frozenset[EntryKey]:
    """The entries that reversals among these requests name."""
    return frozenset(
        (request.coop_id, request.body.message.reverses)
        for request in requests
        if isinstance(request.body.message, Reversal)
    )


def find(wanted: frozenset[EntryKey]) -> Steps[Found]:
    """The entries themselves, before any lock: they never change, and say whom to lock."""
    return (yield from entries.find_entries(sorted(wanted))) if wanted else {}


def lock_unowned(found: Found) -> Steps[None]:
    """Have the sales that are no member's to oneself; those of members are locked with them."""
    ids = [entry.id for entry in found.values() if entry.holder_id is None and _is_sale(entry)]
    if ids:
        yield from tell(_sql.lock_unowned, {"ids": sorted(ids)})


def read(wanted: frozenset[EntryKey], found: Found) -> Steps[Originals]:
    """What is left of them. Their members, or they themselves, are locked already."""
    if not found:
        return Originals(wanted)
    ids = {"ids": sorted(entry_id for _, entry_id in found)}
    days = sorted({(entry.coop_id, _day_of(entry)) for entry in found.values()})
    before, lines, policies = yield from together(
        ask(_sql.read_reversed, ids), ask(_sql.read_sold_lines, ids), coops.policies_on(days)
    )
    reversals = {row[0]: _before(row) for row in before}
    sold: dict[Any, list[SoldLine]] = {}
    for entry_id, returned_quantity, returned_yen, *line in lines:
        sold.setdefault(entry_id, []).append(SoldLine(_line(line), returned_quantity, returned_yen))
    known = {
        key: _original(
            entry,
            sold.get(entry.id, ()),
            reversals.get(entry.id, _NEVER),
            policies[entry.coop_id, _day_of(entry)],
        )
        for key, entry in found.items()
    }
    return Originals(wanted, known)


def _is_sale(entry: StoredEntry) -> bool:
    return entry.kind == "purchase" and entry.outcome == State.SETTLED


def _day_of(entry: StoredEntry) -> date:
    return clock.tokyo_date(entry.posted_at)


def _before(row: Row) -> _Before:
    _, count, meal_card, prepaid, cash, other, points_tenths = row
    returned = {"meal_card": meal_card, "prepaid": prepaid, "cash": cash, "other": other}
    return _Before(count, returned, points_tenths)


def _line(row: Sequence[Any]) -> Line:
    code, name, genre, quantity, unit_price, amount, tax_rate, meal_eligible = row
    return Line(
        code=code,
        name=name,
        genre=genre,
        quantity=quantity,
        unit_price=unit_price,
        amount=amount,
        tax_rate=tax_rate,
        meal_eligible=meal_eligible,
    )


def _original(
    entry: StoredEntry, lines: Sequence[SoldLine], before: _Before, policy: Policy
) -> Original:
    if entry.outcome != State.SETTLED or entry.kind not in ("purchase", "top_up"):
        return Original(entry)
    told = _receipt(entry.receipt)
    if entry.kind == "top_up":
        topped_up = ToppedUp(told.amount, told.debt_recovered)
        return Original(entry, topped_up=topped_up, count=before.count)
    sold = Sold(
        lines=tuple(lines),
        # Only the receipt knows the order in which the tenders were asked.
        tenders=tuple(
            PaidPart(tender.kind, tender.amount, before.returned.get(tender.kind, 0))
            for tender in told.tenders
        ),
        points_earned_tenths=told.points_earned_tenths,
        points_taken_back_tenths=before.points_tenths,
        policy=policy,
        sold_on=clock.tokyo_date(entry.occurred_at),
    )
    return Original(entry, sold=sold, count=before.count)
