"""How far the days of a co-op are closed, and with which seals."""

from dataclasses import dataclass
from datetime import date, datetime

from kumiai.ledger import queries as ledger
from kumiai.ledger import rules as numbers
from kumiai.ledger.models import DayClose
from kumiai.ledger.rules import Run


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed business date: nothing enters it any more."""

    business_date: date
    closed_at: datetime
    entry_count: int
    seal: str


def seal_of(*, coop_id: int, business_date: date) -> Seal | None:
    """The seal of a day; None while it is open."""
    row = DayClose.objects.filter(coop_id=coop_id, business_date=business_date).first()
    return _seal(row) if row else None


def closed_through(coop_id: int) -> date | None:
    """The last closed day; None before the first close."""
    close = ledger.latest_close(coop_id=coop_id)
    return close.business_date if close else None


def missing_numbers(*, coop_id: int, business_date: date) -> dict[int, tuple[Run, ...]]:
    """The numbers terminals have passed over on a day: as its close found them, or as of now."""
    closed = closed_through(coop_id)
    if closed is not None and business_date <= closed:
        found = ledger.numbers_at_close(coop_id=coop_id, business_date=business_date)
        return {terminal_id: each.missing for terminal_id, each in found.items() if each.missing}
    known = ledger.latest_numbers(coop_id=coop_id)
    runs = ledger.sequence_runs(coop_id=coop_id, first=business_date, last=business_date)
    return {
        terminal_id: each.missing
        for _, terminal_id, each in numbers.check_days(runs, known)
        if each.missing
    }


def _seal(row: DayClose) -> Seal:
    return Seal(row.business_date, row.closed_at, row.entry_count, bytes(row.seal).hex())
