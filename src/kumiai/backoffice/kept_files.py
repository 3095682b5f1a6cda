"""What all pages of kept files share: who brought one, deciding about it, and the file itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.http import HttpResponse
from django.shortcuts import redirect

from kumiai.backoffice.acts_in_words import KINDS
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.files.actions import CannotOrder
from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries as staff
from kumiai.kit import clock

_RELOAD_SECONDS = 2


class Brought(Protocol):
    """A file, and who brought it."""

    @property
    def by_kind(self) -> str: ...
    @property
    def by_id(self) -> str: ...


class Deciding(Protocol):
    """An act on a file that waits: ordering it, or giving it up. Raises CannotOrder."""

    def __call__(self, *, coop_id: int, file_id: int, by: Actor, at: datetime) -> None: ...


def decided(
    request: StaffRequest, act: Deciding, *, file_id: int, page: str, then: str = ""
) -> HttpResponse:
    """Do it and go `then` to that page, by default to the file's; there, too, if it is too late."""
    try:
        act(coop_id=request.coop.id, file_id=file_id, by=request.viewer.actor, at=clock.now())
    except CannotOrder:
        return redirect(page, file_id)
    return redirect(then) if then else redirect(page, file_id)


def people(coop_id: int, files: Iterable[Brought]) -> dict[tuple[str, str], str]:
    """By kind and id, who brought these files, in words."""
    whose = {(each.by_kind, each.by_id) for each in files}
    ids = {int(by_id) for kind, by_id in whose if kind == "staff" and by_id.isdecimal()}
    names = {str(key): name for key, name in staff.names(coop_id=coop_id, staff_ids=ids).items()}
    return {
        (kind, by_id): names.get(by_id, by_id) if kind == "staff" else f"{KINDS[kind]} {by_id}"
        for kind, by_id in whose
    }


def as_received(raw: bytes, *, name: str) -> HttpResponse:
    """The bytes as they came, to be saved and not shown."""
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def reload_soon(response: HttpResponse) -> None:
    """Let the browser ask again, without a script: the worker is at it."""
    response["Refresh"] = str(_RELOAD_SECONDS)
