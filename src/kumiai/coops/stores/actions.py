"""Adding a store, and changing what is said of one. Its code stays: tills and reports know it."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.imports import StorePart
from kumiai.coops.models import Store
from kumiai.coops.rules import Actor


class CannotAddStore(Exception):
    """The co-op has a store with this code."""


class CannotChangeStore(Exception):
    """`unknown`: no such store; `same`: nothing would change; `last`: none would hand over."""

    def __init__(self, problem: Literal["unknown", "same", "last"]) -> None:
        super().__init__(problem)
        self.problem = problem


@transaction.atomic
def add_store(*, coop_id: int, part: StorePart, reason: str, by: Actor, at: datetime) -> None:
    """A new store; terminals can be enrolled there at once. Raises CannotAddStore."""
    values = _values(part)
    _row, created = Store.objects.get_or_create(coop_id=coop_id, code=part.code, defaults=values)
    if not created:
        raise CannotAddStore(part.code)
    _act("add_store", coop_id, part.code, values, reason=reason, by=by, at=at)


@transaction.atomic
def change_store(*, coop_id: int, part: StorePart, reason: str, by: Actor, at: datetime) -> None:
    """Say something else of a store; tills and pages know it at once. Raises CannotChangeStore.

    One store hands over at least: what waits for members could be had nowhere (guide row G40).
    """
    rows = Store.objects.select_for_update().filter(coop_id=coop_id).order_by("id")
    stores = {row.code: row for row in rows}
    row = stores.pop(part.code, None)
    if row is None:
        raise CannotChangeStore("unknown")
    changed = {
        name: {"was": was, "becomes": value}
        for name, value in _values(part).items()
        if (was := getattr(row, name)) != value
    }
    if not changed:
        raise CannotChangeStore("same")
    if row.hands_over and not part.hands_over and not any(s.hands_over for s in stores.values()):
        raise CannotChangeStore("last")
    for name, change in changed.items():
        setattr(row, name, change["becomes"])
    row.save(update_fields=list(changed))
    _act("change_store", coop_id, part.code, changed, reason=reason, by=by, at=at)


def _values(part: StorePart) -> dict[str, Any]:
    values = msgspec.structs.asdict(part)
    del values["code"]
    return values


def _act(
    verb: str,
    coop_id: int,
    code: str,
    details: dict[str, Any],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb=verb,
        subject=f"store:{code}",
        at=at,
        reason=reason,
        details=details,
    )
