"""`/office/members`: finding a member, and everything the office needs to know of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access, acts_in_words, inquiring, member_acts, whose, wording
from kumiai.backoffice.acts_in_words import Line
from kumiai.backoffice.forms.member_acts import SearchForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import actions as coop_actions
from kumiai.coops import queries as coops
from kumiai.coops.approvals import queries as approvals
from kumiai.identity import desk
from kumiai.identity.desk import LoginState
from kumiai.inquiries import queries as inquiries
from kumiai.inquiries.queries import InquiryFacts
from kumiai.kit import clock
from kumiai.mail import queries as mail
from kumiai.mail.queries import SentMail
from kumiai.meals import queries as meals
from kumiai.meals.queries import HeldCard
from kumiai.members import queries as members
from kumiai.members import searching
from kumiai.members.queries import MemberFacts
from kumiai.members.searching import Found
from kumiai.slips import queries as slips
from kumiai.slips.queries import PaymentFacts
from kumiai.ui import paging
from kumiai.ui.context import NavItem, Text
from kumiai.ui.paging import Page
from kumiai.wallet import queries as wallet
from kumiai.wallet.queries import Step, WaitingMoney, Wallet, WebPointStep

STORY = timedelta(days=92)
A_PAGE = 20
# The lists of the page; a link that turns one leaves the others where they are.
LISTS = (
    "moves", "web-moves", "waiting", "slips", "cards", "inquiries", "mails", "log", "notes",
)  # fmt: skip
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Money:
    """What a member holds now, and how it came to that in three months, the latest first."""

    wallet: Wallet
    steps: Page[tuple[Step, Text]]
    web_steps: Page[tuple[WebPointStep, Text]]
    waiting: Page[WaitingMoney]
    slips: Page[PaymentFacts]
    meal_card: HeldCard | None


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.LOOKING)
def search(request: StaffRequest) -> HttpResponse:
    """One box for whatever is known; what is typed is posted, so that it stands in no address."""
    if request.method != "POST":
        return _search_page(request, SearchForm(), None)
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _search_page(request, form, None, status=422)
    typed, coop_id = form.cleaned_data["words"], request.coop.id
    known = desk.members_by_login(coop_id=coop_id, typed=typed)
    found = searching.search(coop_id=coop_id, typed=typed, ids=known)
    coop_actions.record_act(
        coop_id=coop_id,
        by=request.viewer.actor,
        verb="search_members",
        subject=f"coop:{coop_id}",
        at=clock.now(),
        details={"typed": typed.replace("\0", ""), "found": len(found.hits)},
    )
    if len(found.hits) == 1:
        return redirect("office-member", found.hits[0].member_number)
    return _search_page(request, form, found)


@require_safe
@access.office(*access.LOOKING)
def member(request: StaffRequest, number: str) -> HttpResponse:
    """One page per member."""
    found = whose.member(request, number)
    at = clock.now()
    logins = desk.logins(coop_id=found.coop_id, member_id=found.id, at=at)
    cards = members.cards(coop_id=found.coop_id, member_id=found.id)
    shown = {
        "member": found,
        "cards": _part(request, "cards", lambda part: cards[part]),
        "stop": members.stopped(coop_id=found.coop_id, member_id=found.id),
        "logins": logins,
        "money": _money(request, found, at),
        "waiting": _waiting(found),
        "notes": _log(request, found, "notes", verb="note"),
        "log": _log(request, found, "log"),
        "acts": _acts(request, found),
        "done": member_acts.BY_NAME.get(request.GET.get("done", "")),
        "inquiries": _inquiries(request, found),
        "mails": _mails(request, found, logins),
    }
    return render(request, "backoffice/member.html", shown)


def _search_page(
    request: HttpRequest, form: SearchForm, found: Found | None, status: int = 200
) -> HttpResponse:
    return render(request, "backoffice/members.html", {"form": form, "found": found}, status=status)


def _part(request: StaffRequest, name: str, part: Callable[[slice], Sequence[Item]]) -> Page[Item]:
    return paging.page(request.GET, name, size=A_PAGE, part=part, keep=LISTS)


def _money(request: StaffRequest, found: MemberFacts, at: datetime) -> Money:
    whom = {"coop_id": found.coop_id, "member_id": found.id}
    held = wallet.wallet(**whom, at=at)
    steps = wallet.prepaid_story(**whom, since=at - STORY, before=at).steps[::-1]
    web_steps = wallet.web_point_story(**whom, since=at - STORY, before=at)
    return Money(
        wallet=held,
        steps=_part(request, "moves", lambda part: steps[part]).each(
            lambda step: (step, wording.MOVES[step.reason])
        ),
        web_steps=_part(request, "web-moves", lambda part: web_steps[part]).each(
            lambda step: (step, wording.MOVES[step.reason])
        ),
        waiting=_part(request, "waiting", lambda part: held.waiting[part]),
        slips=_part(request, "slips", lambda part: slips.payments(**whom, part=part)),
        meal_card=meals.held_card(**whom, on=clock.tokyo_date(at)),
    )


def _inquiries(
    request: StaffRequest, found: MemberFacts
) -> Page[tuple[InquiryFacts, Text, Text]] | None:
    """What the member asked, for those who answer; the latest first."""
    if request.viewer.staff.role not in access.DESK:
        return None
    whom = {"coop_id": found.coop_id, "member_id": found.id}
    asked = _part(request, "inquiries", lambda part: inquiries.about(**whom, part=part))
    return asked.each(lambda one: (one, inquiring.KINDS[one.kind], inquiring.STATES[one.state]))


def _mails(
    request: StaffRequest, found: MemberFacts, logins: tuple[LoginState, ...]
) -> Page[SentMail]:
    """What was sent to the member's and the guardian's address, and what became of it."""
    to = {login.mail for login in logins if login.mail}
    return _part(
        request,
        "mails",
        lambda part: mail.mail_log(coop_id=found.coop_id, addresses=to, part=part),
    )


def _waiting(found: MemberFacts) -> list[approvals.ApprovalFacts]:
    asked = approvals.of_subject(found.coop_id, f"member:{found.member_number}")
    return [one for one in asked if one.decided_at is None]


def _log(request: StaffRequest, found: MemberFacts, name: str, *, verb: str = "") -> Page[Line]:
    coop_id, subject = found.coop_id, f"member:{found.member_number}"

    def part(part: slice) -> Sequence[Line]:
        return acts_in_words.lines(
            coop_id, coops.acts(coop_id, subject=subject, verb=verb, part=part)
        )

    return _part(request, name, part)


def _acts(request: StaffRequest, found: MemberFacts) -> list[NavItem]:
    """What this person may do here, as the pages themselves say, and what fits."""
    number = found.member_number
    not_now = "suspension" if found.suspended_at else "suspension-lift"
    links = [
        NavItem(act.title, reverse(f"office-member-{act.name}", args=[number]))
        for act in member_acts.ALL
        if act.name != not_now
    ]
    for title, name in (
        (member_acts.CORRECTION, "office-member-correction"),
        (member_acts.PAYING_OUT, "office-member-payout"),
    ):
        links.append(NavItem(title, reverse(name, args=[number])))
    role = request.viewer.staff.role
    return [link for link in links if role in getattr(resolve(link.href).func, "roles", ())]
