"""`/office/leaver-letters`: telling who finishes what is left and until when (rows G46, G47)."""

from dataclasses import dataclass

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access
from kumiai.backoffice.forms.paper import LeaversForm
from kumiai.backoffice.pages.paper import SHEET, is_right, part_asked
from kumiai.backoffice.viewer import StaffRequest
from kumiai.kit import clock
from kumiai.members import selecting
from kumiai.reports import actions, leaving
from kumiai.reports.leaving import Leavers
from kumiai.ui import paper


@dataclass(frozen=True, slots=True)
class _Told:
    """Who of the leavers gets what: letters in parts, mails; `done` where mails have gone out."""

    leavers: Leavers
    on_paper: Leavers
    mails: int
    mailed_today: int
    done: int | None = None

    @property
    def parts(self) -> list[tuple[int, int, int]]:
        """Each part of the letters with its number, first and last."""
        return paper.parts(len(self.on_paper.each))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.ACCOUNTING)
def leaver_letters(request: StaffRequest) -> HttpResponse:
    """First who is meant; then mails go out, or letters are printed with the figures of now."""
    coop_id, at = request.coop.id, clock.now()
    form = LeaversForm(
        request.POST if request.method == "POST" else None,
        faculties=selecting.faculties(coop_id),
        today=clock.tokyo_date(at),
    )
    if not form.is_bound or not is_right(form, coop_id):
        return _page(request, form, status=422 if form.is_bound else 200)
    told = _told(
        leaving.leavers(
            coop_id=coop_id,
            graduating=form.cleaned_data["graduating"],
            selection=form.selection,
            at=at,
        ),
        by_mail=form.cleaned_data["way"] == "mail",
    )
    note = form.cleaned_data["note"]
    if "part" in request.POST:
        return _printed(request, told.on_paper, note)
    if "mail" in request.POST and told.mails:
        sent = actions.mail_leavers(leavers=told.leavers, note=note, by=request.viewer.actor, at=at)
        told = _Told(told.leavers, told.on_paper, 0, told.mailed_today + sent, done=sent)
    if not told.leavers.each:
        form.add_error(None, _("条件にあてはまる、残高のある卒業予定者はいません。"))
        return _page(request, form, status=422)
    return _page(request, form, told)


def _told(leavers: Leavers, *, by_mail: bool) -> _Told:
    if not by_mail:
        return _Told(leavers, leavers, 0, 0)
    reached = {one.member_id for one in leaving.reachable(leavers)}
    already = leaving.mailed_today(leavers)
    return _Told(leavers, leavers.but(reached | already), len(reached - already), len(already))


def _printed(request: StaffRequest, leavers: Leavers, note: str) -> HttpResponse:
    """So many letters as print at once; each stands in its member's log."""
    printed = leavers.part(part_asked(request.POST["part"]))
    if not printed.each:
        raise Http404
    actions.note_printed(leavers=printed, note=note, by=request.viewer.actor, at=leavers.at)
    return HttpResponse(leaving.page(printed, note=note, stylesheet=staticfiles_storage.url(SHEET)))


def _page(
    request: StaffRequest, form: LeaversForm, told: _Told | None = None, *, status: int = 200
) -> HttpResponse:
    shown = {"form": form, "told": told}
    return render(request, "backoffice/leaver_letters.html", shown, status=status)
