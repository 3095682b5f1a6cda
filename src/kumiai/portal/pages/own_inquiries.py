"""`/inquiries`: what somebody has asked with their login, and the answers."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.coops.rules import Actor
from kumiai.inquiries import actions, queries, thread
from kumiai.inquiries.actions import TooManyInquiries
from kumiai.inquiries.queries import InquiryFacts
from kumiai.inquiries.rules import State
from kumiai.kit import clock
from kumiai.portal import access, inquiring
from kumiai.portal.forms.inquiry import KIND_LABELS, FollowUpForm
from kumiai.portal.viewer import ViewersRequest
from kumiai.ui import wording

STATE_WORDS = inquiring.STATE_WORDS


@require_safe
@access.logged_in
def inquiries(request: ViewersRequest) -> HttpResponse:
    """The own inquiries, the latest first: the guardian's are not the member's."""
    shown = [(one, KIND_LABELS[one.kind], STATE_WORDS[one.state]) for one in _own(request)]
    return render(request, "portal/inquiries.html", {"inquiries": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def own_inquiry(request: ViewersRequest, inquiry_id: int) -> HttpResponse:
    """One of them with all that followed; what is typed here goes to the desk."""
    found = next((one for one in _own(request) if one.id == inquiry_id), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, FollowUpForm())
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        _say(request, inquiry_id, form.cleaned_data["text"])
    except TooManyInquiries as refused:
        words = _(
            "ご連絡が続いたため、しばらくお待ちいただいています。%(time)s以降に、もう一度お試しください。"
        )
        language = translation.get_language() or "ja"
        time = wording.coming_time(refused.retry_at, language, at=clock.now())
        form.add_error(None, words % {"time": time})
        return _page(request, found, form, status=429)
    return redirect("own-inquiry", inquiry_id)


def _say(request: ViewersRequest, inquiry_id: int, text: str) -> None:
    login = request.viewer.login
    actions.follow_up(
        coop_id=login.coop_id,
        inquiry_id=inquiry_id,
        text=text,
        way="page",
        by=Actor("guardian" if login.kind == "guardian" else "member", str(login.own_member_id)),
        at=clock.now(),
    )


def _own(request: ViewersRequest) -> tuple[InquiryFacts, ...]:
    """Of this login, whichever child is shown: what another guardian asked is not a child's page.

    Spam is the desk's word for it; whoever sent it sees it as closed, or not at all.
    """
    login = request.viewer.login
    own = queries.asked_by(coop_id=login.coop_id, member_id=login.own_member_id, kind=login.kind)
    return tuple(one for one in own if one.state is not State.SPAM)


def _page(
    request: ViewersRequest, found: InquiryFacts, form: forms.Form, status: int = 200
) -> HttpResponse:
    shown = {
        "inquiry": found,
        "kind": KIND_LABELS[found.kind],
        "state": STATE_WORDS[found.state],
        "posts": thread.posts(inquiry_id=found.id, with_notes=False),
        "about": inquiring.about(found.coop_id, found.entry_id, found.line),
        "form": form,
        "back": _("お問い合せの一覧へ"),
    }
    return render(request, "portal/own_inquiry.html", shown, status=status)
