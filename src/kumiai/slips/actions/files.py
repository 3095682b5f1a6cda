"""Taking in files of deposits: received and looked at, ordered, and then worked off in steps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.slips import pile, reading
from kumiai.slips.deposits import FileKind
from kumiai.slips.models import BankFile
from kumiai.slips.pile import Pile
from kumiai.slips.reading import NotTaken, Reading

WORK_OFF = "slips.work_off"
NAME_CHARACTERS_MAX = 200


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


class CannotOrder(Exception):
    """There is no such file in this co-op, or it has been ordered or discarded already."""


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
        with transaction.atomic():
            file = _keep(coop_id, name, raw, read, by=by, at=at)
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


@transaction.atomic
def order(*, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
    """Have the worker take a received file in. Raises CannotOrder."""
    ordered = BankFile.objects.filter(coop_id=coop_id, id=file_id, state="received").update(
        state="working", ordered_at=at, worked_at=at
    )
    if not ordered:
        raise CannotOrder
    app.configure_task(WORK_OFF).defer(file_id=file_id)
    _act("order_bank_file", coop_id, file_id, by, at)


@transaction.atomic
def discard(*, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
    """Give a received file up; the same content may be received again. Raises CannotOrder."""
    if not BankFile.objects.filter(coop_id=coop_id, id=file_id, state="received").update(
        state="discarded"
    ):
        raise CannotOrder
    _act("discard_bank_file", coop_id, file_id, by, at)


def _keep(
    coop_id: int, name: str, raw: bytes, read: Reading, *, by: Actor, at: datetime
) -> BankFile:
    shown = "".join(sign for sign in name if sign.isprintable()).strip()
    file = BankFile.objects.create(
        coop_id=coop_id,
        kind=read.kind.value,
        name=shown[:NAME_CHARACTERS_MAX] or read.kind.value,
        digest=read.digest,
        raw=raw,
        received_at=at,
        by_kind=by.kind,
        by_id=by.id,
        rows=len(read.rows),
        deposits=read.count,
        total_yen=read.total_yen,
        passed_over=read.passed_over,
    )
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="receive_bank_file",
        subject=f"bank_file:{file.pk}",
        at=at,
        details={
            "digest": read.digest.hex(),
            "name": file.name,
            "kind": file.kind,
            "deposits": file.deposits,
            "total_yen": file.total_yen,
        },
    )
    return file


def _earlier(coop_id: int, digest: bytes) -> BankFile | None:
    found = BankFile.objects.filter(coop_id=coop_id, digest=digest).exclude(state="discarded")
    return found.defer("raw").first()


def _act(verb: str, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
    coops.record_act(coop_id=coop_id, by=by, verb=verb, subject=f"bank_file:{file_id}", at=at)
