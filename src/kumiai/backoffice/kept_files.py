"""What all pages of kept files share: who brought one, the file itself, and pages that go on."""

from collections.abc import Iterable
from typing import Protocol

from django.http import HttpResponse

from kumiai.backoffice.acts_in_words import KINDS
from kumiai.coops.staff import queries as staff

_RELOAD_SECONDS = 2


class Brought(Protocol):
    """A file, and who brought it."""

    @property
    def by_kind(self) -> str: ...
    @property
    def by_id(self) -> str: ...


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
