"""Questions to the ledger: what purses hold and held, what a day brought, whether it lies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from kumiai.kit import sql
from kumiai.ledger import rules
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import Account, DayClose, Entry, SequenceCheck
from kumiai.ledger.rules import Numbered, Run

_sql = sql.load(__package__)


@dataclass(frozen=True, slots=True)
class PurseFigure:
    """What one purse holds, in its unit, after its transfer number `version`."""

    balance: int
    version: int
    posted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Movement:
    """One transfer of a purse: `change` and `balance_after` in the purse's unit.

    `other` is the account on the other side: SALES for a payment, CASH for a top-up, and so on.
    """

    purse: Kind
    entry_id: UUID
    entry_kind: str
    terminal_id: int | None
    posted_at: datetime
    change: int
    balance_after: int
    version: int
    other: Kind


@dataclass(frozen=True, slots=True)
class PurseSince:
    """What a purse held just before a moment, and every transfer since, oldest first."""

    before: PurseFigure
    movements: tuple[Movement, ...]

    @property
    def balance(self) -> int:
        """What it holds after the last of them."""
        return self.movements[-1].balance_after if self.movements else self.before.balance


def purses_now(*, coop_id: int, holder_id: int) -> dict[Kind, PurseFigure]:
    """What the five purses of a member hold now."""
    return _figures(_sql.balances_now, {"coop": coop_id, "holder": holder_id})


def held_now(
    *, coop_id: int, holder_ids: Collection[int], kinds: Collection[Kind]
) -> dict[int, int]:
    """What these members hold in purses of these kinds together, which count in one unit."""
    if not holder_ids:
        return {}
    purses = Account.objects.filter(
        coop_id=coop_id, holder_id__in=holder_ids, kind__in=[kind.value for kind in kinds]
    )
    return dict(purses.values_list("holder_id").annotate(held=Sum("balance")))


def purses_before(*, coop_id: int, holder_id: int, before: datetime) -> dict[Kind, PurseFigure]:
    """What the five purses held just before a moment, however long the history."""
    return _figures(_sql.balances_before, {"coop": coop_id, "holder": holder_id, "before": before})


def purses_since(
    *, coop_id: int, holder_id: int, since: datetime, until: datetime
) -> dict[Kind, PurseSince]:
    """The five purses of a member just before `since`, and what moved up to `until` (included).

    Both come from one statement: the balances and the transfers between them always agree.
    """
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "holder": holder_id,
        "since": since,
        "until": until,
    }
    figures: dict[Kind, PurseFigure] = {}
    moved: dict[Kind, list[Movement]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_sql.purses_since, parameters)
        for name, balance, version, posted_at, *movement in cursor.fetchall():
            kind = Kind(name)
            figures[kind] = PurseFigure(balance, version, posted_at)
            if movement[0] is not None:
                moved.setdefault(kind, []).append(_movement([name, *movement]))
    return {kind: PurseSince(figures[kind], tuple(moved.get(kind, ()))) for kind in figures}


def movements(
    *, coop_id: int, holder_id: int, kinds: Sequence[Kind], since: datetime, before: datetime
) -> list[Movement]:
    """The transfers of some purses from `since` on and before `before`, oldest first."""
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "holder": holder_id,
        "kinds": [kind.value for kind in kinds],
        "since": since,
        "before": before,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.movements, parameters)
        return [_movement(row) for row in cursor.fetchall()]


def sums_by_other(
    *, coop_id: int, holder_id: int, kinds: Sequence[Kind], until: datetime
) -> dict[tuple[Kind, Kind], int]:
    """How much some purses changed up to a moment (included), by purse and the other side."""
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "holder": holder_id,
        "kinds": [kind.value for kind in kinds],
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.sums_by_other, parameters)
        return {(Kind(purse), Kind(other)): change for purse, other, change in cursor.fetchall()}


def receipts(*, coop_id: int, entry_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """The stored answers of entries of a co-op, by their ids; unknown ones are left out."""
    found = Entry.objects.filter(coop_id=coop_id, id__in=list(entry_ids))
    return {entry_id: bytes(receipt) for entry_id, receipt in found.values_list("id", "receipt")}


def latest_close(*, coop_id: int) -> DayClose | None:
    """The last day that was sealed."""
    return DayClose.objects.filter(coop_id=coop_id).order_by("-business_date").first()


def day_contents(*, coop_id: int, first: date, last: date) -> list[rules.DayContents]:
    """The days from `first` to `last` that have entries, each summed and digested, in order."""
    parameters: dict[str, Any] = {"coop": coop_id, "first": first, "last": last}
    sums: dict[date, list[rules.DaySum]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_sql.day_sums, parameters)
        for day, kind, holder_id, debit, credit in cursor.fetchall():
            sums.setdefault(day, []).append(rules.DaySum(kind, holder_id, debit, credit))
        cursor.execute(_sql.day_contents, parameters)
        return [
            rules.DayContents(day, count, bytes(digest), sums.get(day, []))
            for day, count, digest in cursor.fetchall()
        ]


def last_posted(*, coop_id: int, first: date) -> dict[int, datetime]:
    """When each terminal last had an entry, settled or declined, on business dates from `first`.

    Terminals without one are left out. An entry told late counts when it was told.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sql.last_posted, {"coop": coop_id, "first": first})
        return dict(cursor.fetchall())


def sequence_runs(*, coop_id: int, first: date, last: date) -> dict[date, dict[int, list[Run]]]:
    """The numbers that terminals have counted up on these days, by day and terminal, in order."""
    runs: dict[date, dict[int, list[Run]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_sql.sequence_runs, {"coop": coop_id, "first": first, "last": last})
        for day, terminal_id, lowest, highest in cursor.fetchall():
            runs.setdefault(day, {}).setdefault(terminal_id, []).append((lowest, highest))
    return runs


def latest_numbers(*, coop_id: int) -> dict[int, Numbered]:
    """What the closes so far know of the numbers of each terminal."""
    checks = SequenceCheck.objects.filter(coop_id=coop_id)
    latest = checks.order_by("terminal_id", "-business_date").distinct("terminal_id")
    return {check.terminal_id: _numbered(check) for check in latest}


def numbers_at_closes(*, coop_id: int) -> dict[tuple[date, int], Numbered]:
    """What each close found of the numbers of terminals, by day and terminal that used some."""
    checks = SequenceCheck.objects.filter(coop_id=coop_id)
    return {(check.business_date, check.terminal_id): _numbered(check) for check in checks}


def numbers_at_close(*, coop_id: int, business_date: date) -> dict[int, Numbered]:
    """What the close of a day found of the numbers of each terminal that had used some."""
    checks = SequenceCheck.objects.filter(coop_id=coop_id, business_date=business_date)
    return {check.terminal_id: _numbered(check) for check in checks.order_by("terminal_id")}


def _numbered(check: SequenceCheck) -> Numbered:
    missing, still_open = (
        tuple((first, last) for first, last in runs) for runs in (check.missing, check.open)
    )
    return Numbered(check.through, missing, still_open)


def _figures(statement: str, parameters: dict[str, Any]) -> dict[Kind, PurseFigure]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {Kind(kind): PurseFigure(*rest) for kind, *rest in cursor.fetchall()}


def _movement(row: Sequence[Any]) -> Movement:
    purse, entry_id, entry_kind, terminal_id, posted_at, change, balance, version, other = row
    return Movement(
        Kind(purse),
        entry_id,
        entry_kind,
        terminal_id,
        posted_at,
        change,
        balance,
        version,
        Kind(other),
    )
