"""`/notices`: what the co-op tells this person, and each of it on a page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.kit import clock
from kumiai.notices import actions, queries
from kumiai.portal import access, noticeboard
from kumiai.portal.viewer import ViewersRequest

A_PAGE = 20
PAGES_MAX = 1_000


@require_safe
@access.logged_in
def notices(request: ViewersRequest) -> HttpResponse:
    """All that may be read now, the unread ones first (guide row G33)."""
    page = _page(request.GET.get("page", ""))
    login = request.viewer.login
    board = noticeboard.board(login, count=A_PAGE, skipped=(page - 1) * A_PAGE)
    if page > 1 and not board.notices:
        raise Http404
    shown = {
        "board": board,
        "newer": page - 1 if page > 1 else None,
        "older": page + 1 if page * A_PAGE < board.total else None,
    }
    return render(request, "portal/notices.html", shown)


@require_safe
@access.logged_in
def notice(request: ViewersRequest, notice_id: int) -> HttpResponse:
    """One notice. Opening it marks it as read, for this person alone.

    A browser that only fetches it in advance has not shown it to anybody.
    """
    login = request.viewer.login
    reader, at = noticeboard.reader_of(login), clock.now()
    is_opened = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    ask = actions.read if is_opened else queries.posted
    posted = ask(reader=reader, notice_id=notice_id, at=at)
    if posted is None:
        raise Http404
    return render(request, "portal/notice.html", {"notice": noticeboard.notice(posted, login)})


def _page(asked: str) -> int:
    """Counted from one; what is no page is a page that is not there."""
    if not asked:
        return 1
    if not asked.isascii() or not asked.isdecimal() or not 1 <= int(asked[:9]) <= PAGES_MAX:
        raise Http404
    return int(asked)
