"""Under /office/ only the office's session counts, and a page has its co-op's look."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from kumiai.backoffice import cookies, viewer
from kumiai.coops import queries as coops
from kumiai.identity import staff
from kumiai.identity.actions import staff_sessions
from kumiai.identity.staff import StaffViewer
from kumiai.kit import clock

PREFIX = "/office/"


def staff_viewer(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put `viewer`, `coop` and `door` on requests for the office; a member's login is nobody here.

    Before login the co-op is the one the portal's middleware has found.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return get_response(request)
        _prepare(request)
        response = get_response(request)
        if key := getattr(request, "renewed_key", ""):
            # Whatever the page came to, the browser goes on with the key of its fresh proof.
            cookies.keep_session(response, key)
        return response

    return middleware


def _prepare(request: HttpRequest) -> None:
    person = _staff(request)
    coop = coops.coop(person.coop_id) if person else getattr(request, "coop", None)
    request.coop = coop  # type: ignore[attr-defined]
    request.viewer = viewer.shown(person) if person else None  # type: ignore[attr-defined]
    request.door = viewer.door(coop)  # type: ignore[attr-defined]


def _staff(request: HttpRequest) -> StaffViewer | None:
    session_key = cookies.session_key(request)
    if not session_key:
        return None
    at = clock.now()
    person = staff.viewer(session_key=session_key, at=at)
    if person:
        staff_sessions.note_staff_seen(session_key=session_key, seen_at=person.seen_at, at=at)
    return person
