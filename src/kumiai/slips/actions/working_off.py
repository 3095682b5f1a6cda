"""Working a file of deposits off: its rows laid down, then settled step by step."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from kumiai.coops import locking
from kumiai.coops.files import actions as kept
from kumiai.coops.files.actions import Progress
from kumiai.coops.rules import SYSTEM
from kumiai.kit import clock, sql
from kumiai.slips import reading
from kumiai.slips.actions import settling
from kumiai.slips.actions.files import TRAY
from kumiai.slips.deposits import DepositRow, FileKind, Tells
from kumiai.slips.models import BankFile, Deposit

STEP_ROWS = 250
_LAID_DOWN_AT_ONCE = 5_000
_sql = sql.load("kumiai.slips")


def work_off(
    *,
    file_id: int,
    now: Callable[[], datetime],
    progress: Callable[[Progress], None] = lambda _: None,
) -> bool:
    """Work a file off to its end; False where somebody else is at it, or it is not ordered."""
    return kept.work_off(step=lambda: work_off_step(file_id=file_id, at=now()), progress=progress)


@transaction.atomic
def work_off_step(*, file_id: int, at: datetime) -> Progress | None:
    """The next step of a file; None where there is none to do, or somebody else is doing it."""
    file = TRAY.to_step(file_id=file_id)
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
        details = {"rows": file.rows, "deposits": file.deposits, "total_yen": file.total_yen}
        TRAY.record("take_in", file, by=SYSTEM, at=at, details=details)
    file.save(update_fields=["laid_down", "worked", "worked_at", "state", "finished_at"])
    return Progress(file.worked, file.rows)


def take_up_unfinished(*, before: datetime) -> int:
    """Hand over anew the files nobody has worked on since. Returns how many."""
    return TRAY.take_up_unfinished(before=before)


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
    read = reading.read(
        TRAY.raw(file_id=file.pk),
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
