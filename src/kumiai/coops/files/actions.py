"""The way of a kept file: received, ordered or discarded, worked off step by step.

A step is one transaction: what it writes and how far the file is are committed together, so a
worker that dies in the middle leaves nothing half done, and the next one goes on where it stopped.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from kumiai.coops import actions as coops
from kumiai.coops.files.models import KeptFile
from kumiai.coops.rules import Actor

NAME_CHARACTERS_MAX = 200
STUCK_AFTER = timedelta(minutes=1)

Kept = TypeVar("Kept", bound=KeptFile)


class CannotOrder(Exception):
    """There is no such file in this co-op, or it has been ordered or discarded already."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is, in rows."""

    worked: int
    rows: int

    @property
    def is_done(self) -> bool:
        return self.worked == self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray(Generic[Kept]):
    """Files of one kind: their table, what acts call one, and the worker's `task` for one.

    In `busy` states a file is the worker's; it can be discarded in those of `given_up_from`.
    """

    table: type[Kept]
    noun: str
    task: str
    busy: Collection[str] = ("working",)
    given_up_from: Collection[str] = ("received",)

    def keep(
        self,
        *,
        coop_id: int,
        name: str,
        raw: bytes,
        by: Actor,
        at: datetime,
        fields: Mapping[str, Any],
        details: Mapping[str, object],
    ) -> Kept:
        """Keep a file byte by byte. A constraint of the table may refuse it: IntegrityError."""
        shown = "".join(sign for sign in name if sign.isprintable()).strip()
        digest = hashlib.sha256(raw).digest()
        with transaction.atomic():
            file = self._files.create(
                coop_id=coop_id,
                name=shown[:NAME_CHARACTERS_MAX] or self.noun,
                digest=digest,
                raw=raw,
                received_at=at,
                by_kind=by.kind,
                by_id=by.id,
                **fields,
            )
            told = {"digest": digest.hex(), "name": file.name, **details}
            self.record("receive", file, by=by, at=at, details=told)
        return file

    @transaction.atomic
    def order(
        self,
        *,
        coop_id: int,
        file_id: int,
        by: Actor,
        at: datetime,
        ways: Collection[str] = ("received",),
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        """Have the worker take in a file that is in one of these states. Raises CannotOrder."""
        changes = {"state": "working", "ordered_at": at, "worked_at": at, **(fields or {})}
        file = self._changed(coop_id, file_id, ways, changes)
        self.hand_over(file_id=file_id)
        self.record("order", file, by=by, at=at)

    @transaction.atomic
    def discard(self, *, coop_id: int, file_id: int, by: Actor, at: datetime) -> None:
        """Give a received file up; the same content may be received again. Raises CannotOrder."""
        file = self._changed(coop_id, file_id, self.given_up_from, {"state": "discarded"})
        self.record("discard", file, by=by, at=at)

    def hand_over(self, *, file_id: int) -> None:
        """Put a file before the worker; as often as one likes, it is worked off once."""
        app.configure_task(self.task).defer(file_id=file_id)

    def take_up_unfinished(self, *, before: datetime) -> int:
        """Hand over anew the files nobody has worked on since: their worker has died.

        Returns how many.
        """
        stuck = self._files.filter(state__in=self.busy, worked_at__lt=before)
        ids = list(stuck.order_by("id").values_list("id", flat=True))
        for file_id in ids:
            self.hand_over(file_id=file_id)
        return len(ids)

    def to_step(self, *, file_id: int, state: str = "working") -> Kept | None:
        """The file, locked for one step; None where it is in another state, or in other hands."""
        free = self._files.select_for_update(skip_locked=True, of=("self",))
        return free.filter(id=file_id, state=state).defer("raw").first()

    def raw(self, *, file_id: int) -> bytes:
        """The bytes as they were received."""
        kept = self._files.values_list("raw", flat=True)
        return bytes(kept.get(id=file_id))

    def record(
        self,
        verb: str,
        file: KeptFile,
        *,
        by: Actor,
        at: datetime,
        details: Mapping[str, object] | None = None,
    ) -> None:
        """An act about a file into the log."""
        coops.record_act(
            coop_id=file.coop_id,
            by=by,
            verb=f"{verb}_{self.noun}",
            subject=f"{self.noun}:{file.pk}",
            at=at,
            details=details,
        )

    @property
    def _files(self) -> QuerySet[Kept]:
        return QuerySet(self.table)

    def _changed(
        self, coop_id: int, file_id: int, ways: Collection[str], changes: Mapping[str, Any]
    ) -> Kept:
        waiting = self._files.filter(coop_id=coop_id, id=file_id, state__in=ways)
        if not waiting.update(**changes):
            raise CannotOrder
        return self._files.defer("raw").get(id=file_id)


def work_off(
    *,
    step: Callable[[], Progress | None],
    progress: Callable[[Progress], None] = lambda _: None,
) -> bool:
    """Take step after step to the end; False where somebody else is at it, or none is due."""
    while (reached := step()) is not None:
        progress(reached)
        if reached.is_done:
            return True
    return False
