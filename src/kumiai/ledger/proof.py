"""Does a row lie? Everything re-derived from the transfers: chains, purses, receipts, seals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max

from kumiai.kit import sql
from kumiai.ledger import queries, rules
from kumiai.ledger.models import DayClose

_sql = sql.load(__package__)


@dataclass(frozen=True, slots=True)
class Lie:
    """A row that contradicts the others, and what is wrong with it."""

    row: str
    wrong_ja: str
    wrong_en: str


_CHECKS = (
    ("prove_orphans", "記帳の相手がない行です", "stands without the row it belongs to"),
    ("prove_accounts", "口座・単位・生協が合いません", "account, unit or co-op does not fit"),
    ("prove_charts", "口座の種類・単位・持ち主が合いません", "kind, unit or holder does not fit"),
    ("prove_positions", "取引の振替が欠けています", "a transfer is missing or out of place"),
    ("prove_entries", "取引と振替が食い違います", "entry and transfers disagree"),
    ("prove_days", "業務日が記帳の日と違います", "stands on a day that is not its own"),
    ("prove_chains", "番号または残高が前の行から続きません", "does not follow from the one before"),
    ("prove_purses", "残高が振替の合計と違います", "is not the sum of its transfers"),
    ("prove_receipts", "レシートが振替と食い違います", "the receipt says something else"),
    ("prove_marks", "記帳のあとで変わっています", "changed after it was written"),
    ("prove_closes", "締めの記録と違います", "is not what was recorded when it was closed"),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are to prove."""

    entries: int
    transfers: int
    purses: int
    seals: int


def lies() -> Iterator[Lie]:
    """Re-derive everything from the transfers; for each check, the first row that lies."""
    for name, wrong_ja, wrong_en in _CHECKS:
        yield from first_lie(_sql[name], wrong_ja, wrong_en)
    yield from _broken_seals()
    yield from _broken_checks()


def first_lie(statement: str, wrong_ja: str, wrong_en: str) -> Iterator[Lie]:
    """What a statement finds that answers with the name of the first row that lies, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {})
        for (row,) in cursor.fetchall():
            yield Lie(row, wrong_ja, wrong_en)


def counts() -> Counts:
    """How much there is to prove."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.counts)
        return Counts(*cursor.fetchone())


def _broken_seals() -> Iterator[Lie]:
    coop_ids = DayClose.objects.order_by("coop_id").values_list("coop_id", flat=True).distinct()
    for coop_id in coop_ids:
        closes = list(DayClose.objects.filter(coop_id=coop_id).order_by("business_date"))
        days = {
            day.business_date: day
            for day in queries.day_contents(
                coop_id=coop_id, first=date.min, last=closes[-1].business_date
            )
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


def _broken_checks() -> Iterator[Lie]:
    """What closes found of the numbers of terminals, found again."""
    for coop_id, last in DayClose.objects.values_list("coop_id").annotate(
        last=Max("business_date")
    ):
        runs = queries.sequence_runs(coop_id=coop_id, first=date.min, last=last)
        due = {(day, terminal): found for day, terminal, found in rules.check_days(runs, {})}
        told = queries.numbers_at_closes(coop_id=coop_id)
        for day, terminal_id in sorted(due.keys() | told.keys()):
            if due.get((day, terminal_id)) != told.get((day, terminal_id)):
                row = f"ledger_sequencecheck terminal_id={terminal_id} business_date={day}"
                yield Lie(row, "番号の抜けの記録が違います", "is not what was missing")
                break


def _is_intact(close: DayClose, day: rules.DayContents, previous_seal: bytes) -> bool:
    due = rules.seal(coop_id=close.coop_id, contents=day, previous_seal=previous_seal)
    return (
        bytes(close.seal) == due
        and bytes(close.previous_seal) == previous_seal
        and bytes(close.content_digest) == day.content_digest
        and close.entry_count == day.entry_count
        and close.sums == rules.sums_document(day.sums)
    )
