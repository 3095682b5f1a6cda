"""Taking in files of deposits: received and looked at, ordered, and then worked off in steps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from kumiai.coops.files.actions import CannotOrder, Tray
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.slips import pile, reading
from kumiai.slips.deposits import FileKind
from kumiai.slips.models import BankFile
from kumiai.slips.pile import Pile
from kumiai.slips.reading import NotTaken, Reading

__all__ = ["CannotOrder", "Received", "TakenInBefore", "discard", "order", "receive"]

TRAY = Tray(table=BankFile, noun="bank_file", task="slips.work_off")


class TakenInBefore(NotTaken):
    """The same content was received before, under whatever name."""

    def __init__(self, earlier: BankFile) -> None:
        at = earlier.received_at.astimezone(clock.TOKYO)
        super().__init__(
            f"同じ内容のファイルを{at:%Y年%-m月%-d日 %H:%M}に受け取っています"
            f"（「{earlier.name}」）。",
            f"the same content was received on {at:%Y-%m-%d at %H:%M}, as “{earlier.name}”",
        )
        self.file_id = earlier.pk


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was received: nothing of it is posted until it is ordered."""

    file_id: int
    reading: Reading


def receive(
    *,
    coop_id: int,
    name: str,
    raw: bytes,
    by: Actor,
    at: datetime,
    kind: FileKind | None = None,
) -> Received:
    """Read a file whole and keep it byte by byte. Raises NotTaken; then nothing of it is kept."""
    read = reading.read(raw, coop_id=coop_id, arrived_on=clock.tokyo_date(at), kind=kind)
    try:
        file = TRAY.keep(
            coop_id=coop_id,
            name=name,
            raw=raw,
            by=by,
            at=at,
            fields={
                "kind": read.kind.value,
                "rows": len(read.rows),
                "deposits": read.count,
                "total_yen": read.total_yen,
                "passed_over": read.passed_over,
            },
            details={
                "kind": read.kind.value,
                "deposits": read.count,
                "total_yen": read.total_yen,
            },
        )
    except IntegrityError:
        earlier = _earlier(coop_id, read.digest)
        if earlier is None:
            raise
        raise TakenInBefore(earlier) from None
    return Received(file.pk, read)


def receive_pile(*, coop_id: int, pile_typed: Pile, by: Actor, at: datetime) -> Received:
    """Keep a pile of slips typed by hand as a file. Raises NotTaken unless its totals agree."""
    today: date = clock.tokyo_date(at)
    raw = pile.as_file(pile_typed, coop_id=coop_id, today=today)
    return receive(
        coop_id=coop_id, name=pile_typed.label, raw=raw, by=by, at=at, kind=FileKind.HAND
    )


def order(*, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
    """Have the worker take a received file in. Raises CannotOrder."""
    TRAY.order(coop_id=coop_id, file_id=file_id, by=by, at=at)


def discard(*, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
    """Give a received file up; the same content may be received again. Raises CannotOrder."""
    TRAY.discard(coop_id=coop_id, file_id=file_id, by=by, at=at)


def _earlier(coop_id: int, digest: bytes) -> BankFile | None:
    found = BankFile.objects.filter(coop_id=coop_id, digest=digest).exclude(state="discarded")
    return found.defer("raw").first()
