"""Questions about files of deposits: which came, how far they are, what became of their rows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from kumiai.kit.money import Yen
from kumiai.slips.deposits import FileKind
from kumiai.slips.matching import Why
from kumiai.slips.models import BankFile, Deposit


class NoSuchFile(LookupError):
    """The co-op has no such file."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as it was received, and how far it is; `worked` and `rows` count its lines."""

    id: int
    kind: str
    name: str
    digest: str
    received_at: datetime
    by_kind: str
    by_id: str
    state: str
    rows: int
    worked: int
    deposits: int
    total_yen: Yen
    passed_over: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One line of a file, and what became of it."""

    id: int
    place: int
    tells: str
    paid_on: date
    amount_yen: Yen
    payer: str
    message: str
    state: str
    why: str
    member_number: str
    is_over_cap: bool


def files(*, coop_id: int, part: slice) -> tuple[FileFacts, ...]:
    """The files received last, the latest first; not those that were discarded."""
    rows = BankFile.objects.filter(coop_id=coop_id).exclude(state="discarded").defer("raw")
    return tuple(_facts(row) for row in rows.order_by("-received_at", "-id")[part])


def file(*, coop_id: int, file_id: int) -> FileFacts:
    """Raises NoSuchFile, also for another co-op's."""
    found = BankFile.objects.filter(coop_id=coop_id, id=file_id).defer("raw").first()
    if found is None:
        raise NoSuchFile(f"file {file_id} of co-op {coop_id}")
    return _facts(found)


def pile_like(*, coop_id: int, file: FileFacts) -> FileFacts | None:
    """The last pile received before this one with as many slips of the same sum on its cover."""
    if file.kind != FileKind.HAND.value:
        return None
    found = BankFile.objects.filter(
        coop_id=coop_id,
        kind=file.kind,
        deposits=file.deposits,
        total_yen=file.total_yen,
        id__lt=file.id,
    ).exclude(state="discarded")
    row = found.defer("raw").order_by("-id").first()
    return _facts(row) if row else None


def raw_of_file(*, coop_id: int, file_id: int) -> bytes:
    """The file byte by byte as it was received. Raises NoSuchFile."""
    found = BankFile.objects.filter(coop_id=coop_id, id=file_id)
    raw = found.values_list("raw", flat=True).first()
    if raw is None:
        raise NoSuchFile(f"file {file_id} of co-op {coop_id}")
    return bytes(raw)


def states_of_file(*, coop_id: int, file_id: int) -> dict[str, int]:
    """How many rows of a file there are in each state."""
    rows = _told(coop_id, file_id)
    counted = rows.values_list("state").annotate(count=Count("id")).order_by("state")
    return dict(counted)


def rows_of_file(*, coop_id: int, file_id: int, first: int, count: int) -> tuple[RowFacts, ...]:
    """Lines of a file in its order, from a position (from 1) on."""
    rows = _told(coop_id, file_id).filter(position__gte=first)
    return tuple(
        RowFacts(
            id=row.pk,
            place=row.place,
            tells=row.tells,
            paid_on=row.paid_on,
            amount_yen=Yen(row.amount_yen),
            payer=row.payer,
            message=row.message,
            state=row.state,
            why=row.why,
            member_number=row.member.member_number if row.member else "",
            is_over_cap=row.is_over_cap,
        )
        for row in rows.select_related("member").order_by("position")[:count]
    )


def _told(coop_id: int, file_id: int) -> QuerySet[Deposit]:
    """What the file tells, without what was laid on the desk once more."""
    rows = Deposit.objects.filter(coop_id=coop_id, file_id=file_id)
    return rows.exclude(why=Why.RECALLED.value)


def _facts(row: BankFile) -> FileFacts:
    return FileFacts(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        digest=bytes(row.digest).hex(),
        received_at=row.received_at,
        by_kind=row.by_kind,
        by_id=row.by_id,
        state=row.state,
        rows=row.rows,
        worked=row.worked,
        deposits=row.deposits,
        total_yen=Yen(row.total_yen),
        passed_over=row.passed_over,
        finished_at=row.finished_at,
    )
