"""Questions to the ledger: what purses hold and held, what a day brought, whether it lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kumiai.kit import sql
from kumiai.ledger import rules
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import DayClose

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

    entry_id: UUID
    entry_kind: str
    posted_at: datetime
    change: int
    balance_after: int
    version: int
    other: Kind


def purses_now(*, coop_id: int, holder_id: int) -> dict[Kind, PurseFigure]:
    """What the five purses of a member hold now."""
    return _figures(_sql.balances_now, {"coop": coop_id, "holder": holder_id})


def purses_before(*, coop_id: int, holder_id: int, before: datetime) -> dict[Kind, PurseFigure]:
    """What the five purses held just before a moment, however long the history."""
    return _figures(_sql.balances_before, {"coop": coop_id, "holder": holder_id, "before": before})


def movements(
    *, coop_id: int, holder_id: int, kind: Kind, since: datetime, before: datetime
) -> list[Movement]:
    """The transfers of one purse from `since` on and before `before`, oldest first."""
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "holder": holder_id,
        "kind": kind.value,
        "since": since,
        "before": before,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.movements, parameters)
        return [Movement(*row[:6], Kind(row[6])) for row in cursor.fetchall()]


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


def _figures(statement: str, parameters: dict[str, Any]) -> dict[Kind, PurseFigure]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {Kind(kind): PurseFigure(*rest) for kind, *rest in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Lie:
    """A row that contradicts the others, and what is wrong with it."""

    row: str
    wrong_ja: str
    wrong_en: str


_CHECKS = (
    ("prove_orphans", "記帳の相手がない行です", "stands without the row it belongs to"),
    ("prove_accounts", "口座・単位・生協が合いません", "account, unit or co-op does not fit"),
    ("prove_entries", "取引と振替が食い違います", "entry and transfers disagree"),
    ("prove_chains", "番号または残高が前の行から続きません", "does not follow from the one before"),
    ("prove_purses", "残高が振替の合計と違います", "is not the sum of its transfers"),
    ("prove_receipts", "レシートが振替と食い違います", "the receipt says something else"),
)


def lies() -> Iterator[Lie]:
    """Re-derive everything from the transfers; for each check, the first row that lies."""
    for name, wrong_ja, wrong_en in _CHECKS:
        with connection.cursor() as cursor:
            cursor.execute(_sql[name])
            for (row,) in cursor.fetchall():
                yield Lie(row, wrong_ja, wrong_en)
    yield from _broken_seals()


def _broken_seals() -> Iterator[Lie]:
    coop_ids = DayClose.objects.order_by("coop_id").values_list("coop_id", flat=True).distinct()
    for coop_id in coop_ids:
        closes = list(DayClose.objects.filter(coop_id=coop_id).order_by("business_date"))
        days = {
            day.business_date: day
            for day in day_contents(coop_id=coop_id, first=date.min, last=closes[-1].business_date)
        }
        previous_seal = rules.FIRST_SEAL
        for close in closes:
            day = days.pop(close.business_date, rules.no_contents(close.business_date))
            if not _is_intact(close, day, previous_seal):
                row = f"ledger_dayclose coop_id={coop_id} business_date={close.business_date}"
                yield Lie(row, "封印のあとで変わっています", "changed after it was sealed")
                break
            previous_seal = bytes(close.seal)
        else:
            for unsealed in days:
                row = f"ledger_entry coop_id={coop_id} business_date={unsealed}"
                yield Lie(row, "締めた期間に封印がありません", "no seal in a closed period")


def _is_intact(close: DayClose, day: rules.DayContents, previous_seal: bytes) -> bool:
    due = rules.seal(coop_id=close.coop_id, contents=day, previous_seal=previous_seal)
    return (
        bytes(close.seal) == due
        and bytes(close.previous_seal) == previous_seal
        and bytes(close.content_digest) == day.content_digest
        and close.entry_count == day.entry_count
        and close.sums == rules.sums_document(day.sums)
    )
