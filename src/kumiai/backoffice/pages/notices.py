"""`/office/notices`: what the co-op tells its people, written, looked at, and taken back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumiai.backoffice import access
from kumiai.backoffice.forms.notices import AUDIENCES, READERS, NoticeForm, WithdrawalForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.kit import clock
from kumiai.notices import actions, queries
from kumiai.notices.actions import CannotPublish, CannotWithdraw
from kumiai.notices.queries import Written
from kumiai.notices.rules import NoticeProblem
from kumiai.ui import paging
from kumiai.ui.context import Text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

# The form says the rest under its fields.
PROBLEMS: "dict[NoticeProblem, Words]" = {
    NoticeProblem.TITLE_NOT_ONE_LINE: _("題名に使えない文字があります。"),
    NoticeProblem.CONTROL_SIGNS: _("本文に使えない文字があります。"),
    NoticeProblem.TEXT_TOO_LONG: _("本文は10,000文字以内で入力してください。"),
    NoticeProblem.ENDS_BEFORE_IT_STARTS: _("掲載を終える日は、始める日より後にしてください。"),
    NoticeProblem.IS_OVER: _("掲載を終える日が過ぎています。"),
    NoticeProblem.NOBODY: _("あてはまる組合員がいません。"),
}
OTHER_PROBLEM = _("入力した内容をご確認ください。")


A_PAGE = 50


@require_safe
@access.office(*access.DESK)
def notices(request: StaffRequest) -> HttpResponse:
    """All of them, the latest first (guide row G33)."""
    at = clock.now()
    found = paging.page(
        request.GET,
        "notices",
        size=A_PAGE,
        part=lambda part: queries.written(coop_id=request.coop.id, part=part),
    )
    shown = found.each(lambda notice: (notice, _state(notice, at), AUDIENCES[notice.audience]))
    return render(request, "backoffice/notices.html", {"notices": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.DESK)
def new_notice(request: StaffRequest) -> HttpResponse:
    """Written, then looked at with how many it reaches, then published."""
    at = clock.now()
    if request.method != "POST":
        return _form(request, NoticeForm(coop_id=request.coop.id, at=at))
    form = NoticeForm(request.POST, coop_id=request.coop.id, at=at)
    if not form.is_valid():
        return _form(request, form, status=422)
    draft = form.draft()
    if problem := actions.problem_with(coop_id=request.coop.id, draft=draft, at=at):
        form.add_error(None, PROBLEMS.get(problem, OTHER_PROBLEM))
        return _form(request, form, status=422)
    if "publish" not in request.POST:
        reached = queries.members_reached(coop_id=request.coop.id, draft=draft, at=at)
        return _form(request, form, preview=draft, reached=reached, readers=READERS[draft.readers])
    try:
        notice_id = actions.publish(
            coop_id=request.coop.id,
            draft=draft,
            by=request.viewer.actor,
            at=at,
            has_copies=form.cleaned_data["has_copies"],
            form_id=form.cleaned_data["form_id"],
        )
    except CannotPublish as cannot:
        form.add_error(None, PROBLEMS.get(cannot.problem, OTHER_PROBLEM))
        return _form(request, form, status=422)
    return redirect("office-notice", notice_id)


@require_safe
@access.office(*access.DESK)
def notice(request: StaffRequest, notice_id: int) -> HttpResponse:
    """One of them: its words, who has opened it, and what became of its copies."""
    return _page(request, notice_id, WithdrawalForm())


@require_POST
@access.office(*access.DESK)
def withdrawal(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Shown no longer; copies that are not in the outbox yet stay unsent."""
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, notice_id, form, status=422)
    try:
        actions.withdraw(
            coop_id=request.coop.id,
            notice_id=notice_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotWithdraw:
        form.add_error(None, _("このお知らせは、すでに取り下げられています。"))
        return _page(request, notice_id, form, status=409)
    return redirect("office-notice", notice_id)


def _form(
    request: StaffRequest, form: NoticeForm, *, status: int = 200, **shown: object
) -> HttpResponse:
    return render(request, "backoffice/notice_new.html", {"form": form, **shown}, status=status)


def _page(
    request: StaffRequest, notice_id: int, form: WithdrawalForm, *, status: int = 200
) -> HttpResponse:
    at = clock.now()
    found = queries.one_written(coop_id=request.coop.id, notice_id=notice_id)
    if found is None:
        raise Http404
    shown = {
        "notice": found,
        "state": _state(found, at),
        "audience": AUDIENCES[found.audience],
        "readers": READERS[found.readers],
        "delivery": queries.delivery(coop_id=request.coop.id, notice_id=notice_id, at=at),
        "form": form,
    }
    return render(request, "backoffice/notice.html", shown, status=status)


def _state(found: Written, at: datetime) -> Text:
    if found.withdrawn_at:
        return _("取り下げ")
    if found.starts_at > at:
        return _("予定")
    return _("掲載終了") if found.ends_at and found.ends_at <= at else _("掲載中")
