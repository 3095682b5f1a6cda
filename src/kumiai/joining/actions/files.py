"""Member files received, ordered and given up; what the worker does with them is beside this."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kumiai.coops.files.actions import CannotOrder, Tray
from kumiai.coops.rules import Actor
from kumiai.joining import queries
from kumiai.joining.models import KeptMemberFile
from kumiai.joining.queries import FileFacts
from kumiai.members import imports
from kumiai.members.imports import NotAMemberFile

FILE_BYTES_MAX = 32 * 1024 * 1024
__all__ = ["AtHandAlready", "CannotOrder", "discard", "note_look", "order", "receive"]

TRAY = Tray(
    table=KeptMemberFile,
    noun="member_file",
    task="joining.work_off",
    busy=("reading", "working"),
    given_up_from=("reading", "received"),
)


class AtHandAlready(Exception):
    """The same content was received before, under whatever name, and is not taken in yet."""

    def __init__(self, earlier: FileFacts) -> None:
        super().__init__(f"the same content is at hand as “{earlier.name}”")
        self.earlier = earlier


def receive(*, coop_id: int, name: str, raw: bytes, by: Actor, at: datetime) -> int:
    """Keep a member file byte by byte and have the worker read it; returns its id.

    What came and went its way before may come again: it is read anew, beside what is stored now.
    Raises NotAMemberFile (encoding, quotes, headers, no rows) and AtHandAlready; nothing is kept.
    """
    if len(raw) > FILE_BYTES_MAX:
        raise NotAMemberFile(
            f"ファイルが大きすぎます（{len(raw):,}バイト）。上限は{FILE_BYTES_MAX:,}バイトです。",
            f"the file is too large: {len(raw):,} bytes; at most {FILE_BYTES_MAX:,} are taken",
        )
    rows = imports.check(raw)
    try:
        with transaction.atomic():
            file = TRAY.keep(
                coop_id=coop_id,
                name=name,
                raw=raw,
                by=by,
                at=at,
                fields={"state": "reading", "rows": rows, "worked_at": at},
                details={"rows": rows},
            )
            TRAY.hand_over(file_id=file.pk)
    except IntegrityError:
        earlier = queries.at_hand(coop_id=coop_id, raw=raw)
        if earlier is None:
            raise
        raise AtHandAlready(earlier) from None
    return file.pk


def order(*, coop_id: int, file_id: int, by: Actor, at: datetime, skips_bad: bool = False) -> None:
    """Have the worker take a file in that was read and found good. Raises CannotOrder.

    With `skips_bad` one that was refused for some of its rows: the others go in.
    """
    TRAY.order(
        coop_id=coop_id,
        file_id=file_id,
        by=by,
        at=at,
        ways=("received", "refused") if skips_bad else ("received",),
        fields={"skips_bad": skips_bad, "ordered_by_kind": by.kind, "ordered_by_id": by.id},
    )


def discard(*, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
    """Give a file up before anything of it is taken in. Raises CannotOrder."""
    TRAY.discard(coop_id=coop_id, file_id=file_id, by=by, at=at)


def note_look(*, coop_id: int, file_id: int, by: Actor, at: datetime, is_whole: bool) -> None:
    """Write down that somebody saw what a file says of members, or got it whole."""
    file = KeptMemberFile.objects.defer("raw").get(coop_id=coop_id, id=file_id)
    TRAY.record("download" if is_whole else "look_at", file, by=by, at=at)
