"""`/office/inquiries`: what members ask, and one inquiry with all that belongs to it."""

from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumiai.backoffice import access, inquiring
from kumiai.backoffice.forms import inquiries as forms
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.staff import queries as staff
from kumiai.inquiries import canned, queries, thread
from kumiai.inquiries.queries import AnswerTime, InquiryFacts, Sought
from kumiai.inquiries.rules import Kind, State
from kumiai.kit import clock
from kumiai.ui.context import NavItem

PER_PAGE = 50


@require_safe
@access.office(*access.DESK)
def inquiries(request: StaffRequest) -> HttpResponse:
    """Those in one state, searched and narrowed; spam has a tab of its own, and only that."""
    form = forms.SoughtForm(request.GET)
    form.is_valid()
    state = _state(request)
    found = queries.inbox(coop_id=request.coop.id, sought=_sought(request, form, state))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    facts = queries.facts_of(page.object_list)
    people = staff.names(
        coop_id=request.coop.id,
        staff_ids={int(one.assigned_to) for one in facts if one.assigned_to.isdecimal()},
    )
    shown = {
        "form": form,
        "state": state,
        "tabs": _tabs(request.coop.id),
        "here": _address(state),
        "page": page,
        "lines": [(one, inquiring.KINDS[one.kind], _name(people, one)) for one in facts],
        "answer_time": _answer_time(request.coop.id, clock.now()),
        "query": _query(request),
    }
    return render(request, "backoffice/inquiries.html", shown)


@require_safe
@access.office(*access.DESK)
def inquiry(request: StaffRequest, inquiry_id: int) -> HttpResponse:
    """One of them; `?canned=` puts a canned answer into the reply."""
    found = of_coop(request, inquiry_id)
    return page_of(request, found, reply=_begun(request, found))


def of_coop(request: StaffRequest, inquiry_id: int) -> InquiryFacts:
    """The inquiry of the person's own co-op; another's looks like none."""
    found = queries.inquiry(coop_id=request.coop.id, inquiry_id=inquiry_id)
    if found is None:
        raise Http404
    return found


def page_of(
    request: StaffRequest,
    found: InquiryFacts,
    *,
    reply: forms.ReplyForm | None = None,
    note: forms.NoteForm | None = None,
    follow_up: forms.FollowUpForm | None = None,
    member: forms.MemberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an inquiry, with the form that was refused where one was."""
    page = inquiring.page(request, found)
    shown = {
        "page": page,
        "inquiry": found,
        "reply": reply or forms.ReplyForm(initial={"replies_seen": page.replies}),
        "note": note or forms.NoteForm(prefix="note"),
        "follow_up": follow_up or forms.FollowUpForm(prefix="further"),
        "member": member or forms.MemberForm(initial={"member_number": found.attached_number}),
        "chosen": request.GET.get("canned", ""),
    }
    return render(request, "backoffice/inquiry.html", shown, status=status)


def _begun(request: StaffRequest, found: InquiryFacts) -> forms.ReplyForm:
    chosen = request.GET.get("canned", "")
    answer = {each.key: each for each in canned.answers(found.coop_id)}.get(chosen)
    begun: dict[str, object] = {"replies_seen": thread.count_replies(inquiry_id=found.id)}
    if answer:
        begun |= {
            "text": inquiring.filled(found, answer),
            "canned_key": answer.key,
            "canned_version": answer.version,
        }
    return forms.ReplyForm(initial=begun)


def _state(request: StaffRequest) -> State | None:
    """The tab; `all` is every state but spam."""
    named = request.GET.get("state", State.OPEN)
    if named == "all":
        return None
    return State(named) if named in set(State) else State.OPEN


def _sought(request: StaffRequest, form: forms.SoughtForm, state: State | None) -> Sought:
    typed = form.cleaned_data
    assigned = {
        forms.MINE: request.viewer.actor.id,
        forms.NOBODY: "",
    }.get(typed.get("assigned", ""))
    kind = typed.get("kind")
    return Sought(
        state=state,
        kind=Kind(kind) if kind else None,
        assigned_to=assigned,
        words=typed.get("words", ""),
    )


def _tabs(coop_id: int) -> list[NavItem]:
    counts = queries.counts(coop_id)
    items = [
        NavItem(f"{words} {counts[state]}", _address(state))
        for state, words in inquiring.STATES.items()
    ]
    items.insert(-1, NavItem(_("すべて"), _address(None)))
    return items


def _address(state: State | None) -> str:
    return f"{reverse('office-inquiries')}?state={state or 'all'}"


def _query(request: StaffRequest) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "page"}
    return urlencode(kept)


def _answer_time(coop_id: int, at: datetime) -> AnswerTime:
    """Of this month."""
    today = clock.tokyo_date(at)
    since = clock.day_start(today.replace(day=1))
    return queries.time_to_answer(coop_id=coop_id, since=since, before=at)


def _name(people: dict[int, str], one: InquiryFacts) -> str:
    return people.get(int(one.assigned_to), "") if one.assigned_to.isdecimal() else ""
