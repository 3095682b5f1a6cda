"""Working a file of deposits off: its rows laid down, then settled step by step, each step whole.

A step is one transaction: what it posts and how far the file is are committed together, so a worker
that dies in the middle leaves nothing half done, and the next one goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import SYSTEM
from kumiai.kit import clock, sql
from kumiai.slips import reading
from kumiai.slips.actions import settling
from kumiai.slips.actions.files import WORK_OFF
from kumiai.slips.deposits import DepositRow, FileKind, Tells
from kumiai.slips.models import BankFile, Deposit

STEP_ROWS = 250
_LAID_DOWN_AT_ONCE = 5_000
STUCK_AFTER = timedelta(minutes=1)
_sql = sql.load("kumiai.slips")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is, in rows."""

    worked: int
    rows: int

    @property
    def is_done(self) -> bool:
        return self.worked == self.rows


def work_off(
    *,
    file_id: int,
    now: Callable[[], datetime],
    progress: Callable[[Progress], None] = lambda _: None,
) -> bool:
    """Work a file off to its end; False where somebody else is at it, or it is not ordered."""
    while (reached := work_off_step(file_id=file_id, at=now())) is not None:
        progress(reached)
        if reached.is_done:
            return True
    return False


@transaction.atomic
def work_off_step(*, file_id: int, at: datetime) -> Progress | None:
    """The next step of a file; None where there is none to do, or somebody else is doing it."""
    file = (
        BankFile.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(id=file_id, state="working")
        .defer("raw")
        .first()
    )
    if file is None:
        return None
    locking.hold(coop_id=file.coop_id)
    if file.laid_down < file.rows:
        _lay_down(file)
    else:
        rows = _step(file)
        settling.settle(file=file, rows=rows, at=at)
        file.worked += len(rows)
    file.worked_at = at
    if file.worked == file.rows:
        file.state, file.finished_at = "done", at
        _act(file, at)
    file.save(update_fields=["laid_down", "worked", "worked_at", "state", "finished_at"])
    return Progress(file.worked, file.rows)


def take_up_unfinished(*, before: datetime) -> int:
    """Order anew the files nobody has worked on since: their worker has died. Returns how many."""
    stuck = BankFile.objects.filter(state="working", worked_at__lt=before)
    ids = list(stuck.order_by("id").values_list("id", flat=True))
    for file_id in ids:
        app.configure_task(WORK_OFF).defer(file_id=file_id)
    return len(ids)


def _step(file: BankFile) -> list[Deposit]:
    """The next rows of a file; one about the same money waits until the other is settled."""
    rows = Deposit.objects.filter(coop_id=file.coop_id, file=file, state="read")
    step: list[Deposit] = []
    seen: dict[bytes, bool] = {}
    for row in rows.order_by("position")[:STEP_ROWS]:
        likeness = bytes(row.likeness)
        is_about_another = row.tells in (Tells.CONFIRMED, Tells.CANCELLED)
        if likeness in seen and (is_about_another or seen[likeness]):
            break
        seen[likeness] = is_about_another
        step.append(row)
    return step


def _lay_down(file: BankFile) -> None:
    raw = bytes(BankFile.objects.values_list("raw", flat=True).get(id=file.pk))
    read = reading.read(
        raw,
        coop_id=file.coop_id,
        arrived_on=clock.tokyo_date(file.received_at),
        kind=FileKind(file.kind),
    )
    for start in range(0, len(read.rows), _LAID_DOWN_AT_ONCE):
        _insert(file, start, read.rows[start : start + _LAID_DOWN_AT_ONCE])
    file.laid_down = Deposit.objects.filter(coop_id=file.coop_id, file=file).count()


def _insert(file: BankFile, start: int, rows: tuple[DepositRow, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.insert_deposits,
            {
                "coop": file.coop_id,
                "file": file.pk,
                "positions": list(range(start + 1, start + 1 + len(rows))),
                "places": [row.place for row in rows],
                "tells": [row.tells.value for row in rows],
                "days": [row.paid_on for row in rows],
                "amounts": [row.amount_yen for row in rows],
                "payers": [row.payer for row in rows],
                "messages": [row.message for row in rows],
                "inquiries": [row.inquiry for row in rows],
                "likenesses": [row.likeness for row in rows],
                "fingerprints": [row.fingerprint for row in rows],
            },
        )


def _act(file: BankFile, at: datetime) -> None:
    coops.record_act(
        coop_id=file.coop_id,
        by=SYSTEM,
        verb="take_in_bank_file",
        subject=f"bank_file:{file.pk}",
        at=at,
        details={"rows": file.rows, "deposits": file.deposits, "total_yen": file.total_yen},
    )
