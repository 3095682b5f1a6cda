"""What the desk does with one inquiry: each act is a form of its page, and a line in the log."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kumiai.backoffice import access, inquiring
from kumiai.backoffice.forms import inquiries as forms
from kumiai.backoffice.pages.inquiries import of_coop, page_of
from kumiai.backoffice.viewer import StaffRequest
from kumiai.inquiries import actions
from kumiai.inquiries.actions import CannotAnswer, CannotChange, Written
from kumiai.inquiries.rules import State
from kumiai.kit import clock
from kumiai.members import queries as members


@require_POST
@access.office(*access.DESK)
def replies(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Answer by mail."""
    found = of_coop(request, inquiry_id)
    form = forms.ReplyForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, reply=form, status=422)
    typed = form.cleaned_data
    has_canned = bool(typed["canned_key"]) and typed["canned_version"] is not None
    written = Written(
        text=typed["text"],
        waits=typed["waits"],
        replies_seen=typed["replies_seen"],
        canned_key=typed["canned_key"] if has_canned else "",
        canned_version=typed["canned_version"] if has_canned else None,
    )
    try:
        actions.reply(
            coop_id=request.coop.id,
            inquiry_id=inquiry_id,
            written=written,
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotAnswer as refused:
        form.add_error(None, _refusal(refused.problem))
        return page_of(request, found, reply=form, status=409)
    return redirect("office-inquiry", inquiry_id)


@require_POST
@access.office(*access.DESK)
def notes(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Keep a note."""
    found = of_coop(request, inquiry_id)
    form = forms.NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return page_of(request, found, note=form, status=422)
    act = _act(request, inquiry_id)
    refused = act(lambda **by: actions.note(text=form.cleaned_data["text"], **by))
    if refused:
        form.add_error("text", _refusal(refused))
        return page_of(request, found, note=form, status=422)
    return redirect("office-inquiry", inquiry_id)


@require_POST
@access.office(*access.DESK)
def follow_ups(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Write down what arrived by mail, by phone or at the counter."""
    found = of_coop(request, inquiry_id)
    form = forms.FollowUpForm(request.POST, prefix="further")
    if not form.is_valid():
        return page_of(request, found, follow_up=form, status=422)
    act = _act(request, inquiry_id)
    refused = act(lambda **by: actions.follow_up(**form.cleaned_data, **by))
    if refused:
        form.add_error("text", _refusal(refused))
        return page_of(request, found, follow_up=form, status=422)
    return redirect("office-inquiry", inquiry_id)


@require_POST
@access.office(*access.DESK)
def assignment(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Give it to somebody who may answer, or to nobody."""
    of_coop(request, inquiry_id)
    to = request.POST.get("to")
    here = {person for person, _name in inquiring.may_answer(request.coop.id)}
    if to is not None and to in here | {""}:
        _act(request, inquiry_id)(lambda **by: actions.assign(to=to, **by))
    return redirect("office-inquiry", inquiry_id)


@require_POST
@access.office(*access.DESK)
def member(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Say whom it is about."""
    found = of_coop(request, inquiry_id)
    form = forms.MemberForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, member=form, status=422)
    number = form.cleaned_data["member_number"]
    ids = members.member_ids(coop_id=request.coop.id, member_numbers=[number] if number else [])
    if number and number not in ids:
        form.add_error("member_number", _("この番号の組合員はいません。"))
        return page_of(request, found, member=form, status=422)
    member_id = ids.get(number)
    _act(request, inquiry_id)(lambda **by: actions.attach_member(member_id=member_id, **by))
    return redirect("office-inquiry", inquiry_id)


@require_POST
@access.office(*access.DESK)
def state(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """Close it, take it up again, or put it out of the way; pressed too late, nothing happens."""
    of_coop(request, inquiry_id)
    to = request.POST.get("to", "")
    if to in set(State):
        try:
            _act(request, inquiry_id)(lambda **by: actions.change_state(to=State(to), **by))
        except CannotChange:
            return redirect("office-inquiry", inquiry_id)
    return redirect("office-inquiry", inquiry_id)


def _act(request: StaffRequest, inquiry_id: int) -> Callable[[Callable[..., None]], str]:
    """Does something to the inquiry as whoever is logged in; answers why not, or nothing."""

    def do(verb: Callable[..., None]) -> str:
        try:
            verb(
                coop_id=request.coop.id,
                inquiry_id=inquiry_id,
                by=request.viewer.actor,
                at=clock.now(),
            )
        except CannotAnswer as refused:
            return refused.problem
        return ""

    return do


def _refusal(problem: str) -> str:
    return {
        "spam": _(
            "迷惑として片づけたお問い合せには回答できません。先に「対応待ちに戻す」を押してください。"
        ),
        "text": _("使えない文字があるか、文章が空です。入力し直してください。"),
        "meanwhile": _(
            "ほかの職員が先に回答しました。その回答をお読みになってから送ってください。"
        ),
    }[problem]
