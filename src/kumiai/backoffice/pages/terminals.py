"""`/office/terminals`: tills, machines and the feed; a key is shown once, also as a QR code."""

from datetime import timedelta

import segno
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access
from kumiai.backoffice.forms.settings import KINDS, EndingForm, RotationForm, TerminalForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import actions
from kumiai.coops import queries as coops
from kumiai.coops.actions import CannotEnrol, CannotRevoke, CannotRotate, EnrolledTerminal
from kumiai.coops.queries import TerminalFacts
from kumiai.kit import clock
from kumiai.ledger import queries as ledger
from kumiai.ui import paging

# How far back the list looks for the last use: the days cost, not the whole history.
A_PAGE = 50
SEEN_DAYS = 7


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def terminals(request: StaffRequest) -> HttpResponse:
    """All of them, the revoked ones too, and the form that enrols one."""
    coop_id = request.coop.id
    stores = coops.stores(coop_id)
    if request.method != "POST":
        return _page(request, TerminalForm(stores=stores))
    form = TerminalForm(request.POST, stores=stores)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        enrolled = actions.enrol_terminal(
            coop_id=coop_id,
            kind=given["kind"],
            name=given["name"],
            store_code=given["store"] or None,
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotEnrol:
        form.add_error(
            None,
            _(
                "同じ名前の端末があるか、店舗の選び方が種類と合いません。アプリの連携だけが店舗なしです。"
            ),
        )
        return _page(request, form, status=409)
    return _key_page(request, enrolled)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def rotation(request: StaffRequest, terminal_id: int) -> HttpResponse:
    """A new key; the one in use goes on for a while."""
    terminal = _terminal(request, terminal_id)
    form = RotationForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        told = _(
            "新しい鍵を一度だけ表示します。設定し終えるまで、いまの鍵も使えるようにしておけます。"
        )
        return _act_page(request, terminal, form, _("鍵を更新する"), told)
    try:
        enrolled = actions.rotate_terminal_key(
            coop_id=request.coop.id,
            terminal_id=terminal_id,
            overlap=timedelta(hours=int(form.cleaned_data["overlap"])),
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotRotate as revoked:
        raise Http404 from revoked
    return _key_page(request, enrolled)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def revocation(request: StaffRequest, terminal_id: int) -> HttpResponse:
    """From now on none of its keys opens anything."""
    terminal = _terminal(request, terminal_id)
    form = EndingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        told = _("鍵はすぐに使えなくなり、元に戻せません。また使うときは、新しく登録してください。")
        return _act_page(request, terminal, form, _("端末を失効する"), told)
    try:
        actions.revoke_terminal(
            coop_id=request.coop.id,
            terminal_id=terminal_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotRevoke as revoked:
        raise Http404 from revoked
    return redirect("office-terminals")


def _terminal(request: StaffRequest, terminal_id: int) -> TerminalFacts:
    """One in use of the own co-op."""
    for terminal in coops.terminals(request.coop.id):
        if terminal.id == terminal_id and terminal.revoked_at is None:
            return terminal
    raise Http404


def _page(request: StaffRequest, form: TerminalForm, status: int = 200) -> HttpResponse:
    kinds = dict(KINDS)
    first = clock.tokyo_date(clock.now()) - timedelta(days=SEEN_DAYS - 1)
    seen = ledger.last_posted(coop_id=request.coop.id, first=first)
    every = coops.terminals(request.coop.id)
    found = paging.page(request.GET, "terminals", size=A_PAGE, part=lambda part: every[part])
    shown = {
        "form": form,
        "terminals": found.each(lambda one: (one, kinds[one.kind], seen.get(one.id))),
        "seen_days": SEEN_DAYS,
    }
    return render(request, "backoffice/terminals.html", shown, status=status)


def _act_page(
    request: StaffRequest, terminal: TerminalFacts, form: BaseForm, title: str, told: str
) -> HttpResponse:
    """What is done, and before it is done what comes of it."""
    shown = {"form": form, "terminal": terminal, "title": title, "told": told}
    return render(
        request, "backoffice/terminal_act.html", shown, status=422 if form.is_bound else 200
    )


def _key_page(request: StaffRequest, enrolled: EnrolledTerminal) -> HttpResponse:
    """The key, this once: no copy of the page stays behind."""
    qr = segno.make(enrolled.key, micro=False).svg_inline(scale=4, border=2, omitsize=True)
    return render(request, "backoffice/terminal_key.html", {"terminal": enrolled, "qr": qr})
