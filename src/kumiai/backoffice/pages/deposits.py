"""`/office/deposits`: the matching desk, where people decide whose money on the suspense is."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumiai.backoffice import access, acts_in_words, recalls, returns
from kumiai.backoffice.acts_in_words import Line
from kumiai.backoffice.forms.deposits import AssignForm, ReasonForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.backoffice.wording_deposits import (
    ALIKE,
    BECAUSE,
    DEPOSIT_STATES,
    PROBLEMS,
    WHAT_TO_DO,
    WHYS,
)
from kumiai.coops import actions as coops
from kumiai.coops import queries as coop_facts
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.approvals import queries as asked
from kumiai.coops.approvals.kinds import ApprovalKind
from kumiai.kit import clock
from kumiai.members import queries as members
from kumiai.slips import actions, alike, desk_queries
from kumiai.slips.actions import CannotSettle
from kumiai.slips.actions.recalling import GIVEN_STATES
from kumiai.slips.alike import Alike
from kumiai.slips.desk_queries import Candidate, DepositFacts
from kumiai.slips.matching import Why
from kumiai.ui import paging, wording
from kumiai.ui.paging import Page

_A_PAGE = 50
_OVER_CAP_DAYS = 30


@require_safe
@access.office(*access.ACCOUNTING)
def deposits(request: StaffRequest) -> HttpResponse:
    """What waits for a decision and why, and what went over the cap lately."""
    coop_id = request.coop.id
    count, total_yen = desk_queries.open_sums(coop_id=coop_id)
    since = clock.now() - timedelta(days=_OVER_CAP_DAYS)
    context = {
        "count": count,
        "total_yen": total_yen,
        "waiting": _waiting(request),
        "over_cap": _part(
            request,
            "over-cap",
            lambda part: desk_queries.over_cap(coop_id=coop_id, since=since, part=part),
        ),
    }
    return render(request, "backoffice/deposits.html", context)


def _waiting(request: StaffRequest) -> Page[tuple[object, DepositFacts, Alike | None]]:
    """Each with why it waits and, where it may be one that came before, with that one."""
    coop_id = request.coop.id
    waiting = _part(
        request, "waiting", lambda part: desk_queries.open_deposits(coop_id=coop_id, part=part)
    )
    doubled = [one.id for one in waiting.items if one.why == Why.DUPLICATE]
    found = alike.alike(coop_id=coop_id, deposit_ids=doubled)
    return waiting.each(lambda one: (WHYS[one.why], one, alike.earlier_of(found.get(one.id, ()))))


def _part(
    request: StaffRequest, name: str, part: Callable[[slice], Sequence[DepositFacts]]
) -> Page[DepositFacts]:
    return paging.page(request.GET, name, size=_A_PAGE, part=part, keep=("waiting", "over-cap"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.ACCOUNTING)
def deposit(request: StaffRequest, deposit_id: int) -> HttpResponse:
    """One deposit: what its file tells, whose it may be, and the decision."""
    found = _found(request, deposit_id)
    if request.method != "POST":
        chosen = request.GET.get("member", "")[:20]
        initial = {"number_1": chosen, "yen_1": str(found.amount_yen)} if chosen else {}
        return _page(request, found, AssignForm(initial=initial))
    if words := _problem_with_deciding(request, found):
        return _page(request, found, AssignForm(), refused=words, status=409)
    form = AssignForm(request.POST)
    if not form.is_valid() or not _assign(request, found, form):
        return _page(request, found, form, status=422)
    return redirect("office-deposit", deposit_id)


@require_POST
@access.office(*access.ACCOUNTING)
def send_back(request: StaffRequest, deposit_id: int) -> HttpResponse:
    """Ask another person to approve that the money goes back to who paid it."""
    found = _found(request, deposit_id)
    form = ReasonForm(request.POST, prefix="back")
    if words := _problem_with_deciding(request, found):
        return _page(request, found, AssignForm(), refused=words, status=409)
    if not form.is_valid():
        return _page(request, found, AssignForm(), back=form, status=422)
    _ask(request, found, returns.KIND, form)
    return redirect("office-deposit", deposit_id)


@require_POST
@access.office(*access.ACCOUNTING)
def recall(request: StaffRequest, deposit_id: int) -> HttpResponse:
    """Ask another person to approve that it is taken back from whom it was given to."""
    found = _found(request, deposit_id)
    form = ReasonForm(request.POST, prefix="recall")
    if found.state not in GIVEN_STATES or _asked_already(request, found):
        words = str(PROBLEMS["not_open"])
        return _page(request, found, AssignForm(), refused=words, status=409)
    if not form.is_valid():
        return _page(request, found, AssignForm(), recall=form, status=422)
    _ask(request, found, recalls.KIND, form)
    return redirect("office-deposit", deposit_id)


@require_POST
@access.office(*access.ACCOUNTING)
def set_aside(request: StaffRequest, deposit_id: int) -> HttpResponse:
    """Note that a cancellation without a deposit was looked at."""
    found = _found(request, deposit_id)
    form = ReasonForm(request.POST, prefix="aside")
    if not form.is_valid():
        return _page(request, found, AssignForm(), aside=form, status=422)
    try:
        actions.set_aside(
            coop_id=request.coop.id,
            deposit_id=deposit_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotSettle as problem:
        words = str(PROBLEMS[problem.problem])
        return _page(request, found, AssignForm(), refused=words, status=409)
    return redirect("office-deposits")


def _ask(request: StaffRequest, found: DepositFacts, kind: ApprovalKind, form: ReasonForm) -> None:
    approvals.ask(
        coop_id=request.coop.id,
        kind=kind,
        subject=_subject(found),
        details={"deposit": found.id, "amount_yen": found.amount_yen, "payer": found.payer},
        reason=form.cleaned_data["reason"],
        staff_id=request.viewer.staff.staff_id,
        at=clock.now(),
    )


def _assign(request: StaffRequest, found: DepositFacts, form: AssignForm) -> bool:
    shares = form.cleaned_data["shares"]
    ids = members.member_ids(coop_id=request.coop.id, member_numbers=list(shares))
    if unknown := [number for number in shares if number not in ids]:
        words = _("この番号の組合員はいません（%(number)s）。") % {"number": unknown[0]}
        form.add_error(None, words)
        return False
    try:
        actions.assign(
            coop_id=request.coop.id,
            deposit_id=found.id,
            shares={ids[number]: yen for number, yen in shares.items()},
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotSettle as problem:
        numbers = "、".join(wording.member_number(each) for each in problem.member_numbers)
        form.add_error(None, str(PROBLEMS[problem.problem]) % {"numbers": numbers})
        return False
    return True


def _page(
    request: StaffRequest,
    found: DepositFacts,
    form: AssignForm,
    *,
    back: ReasonForm | None = None,
    aside: ReasonForm | None = None,
    recall: ReasonForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    is_open = found.state in desk_queries.OPEN_STATES
    candidates: tuple[Candidate, ...] = ()
    if is_open:
        candidates = desk_queries.candidates(
            coop_id=request.coop.id, deposit_id=found.id, today=clock.tokyo_date(clock.now())
        )
    like = alike.alike(coop_id=request.coop.id, deposit_ids=[found.id])[found.id]
    _note_looked(request, found, candidates, like)
    context = {
        "deposit": found,
        "log": _log(request, found),
        "state": DEPOSIT_STATES[found.state],
        "why": WHYS[found.why] if is_open else "",
        "what_to_do": WHAT_TO_DO.get(found.why, "") if is_open else "",
        "like": [(ALIKE[one.because], DEPOSIT_STATES[one.deposit.state], one) for one in like],
        "has_earlier": any(one.is_earlier for one in like),
        "waits_later": any(one.is_waiting and not one.is_earlier for one in like),
        "candidates": [([BECAUSE[each] for each in one.because], one) for one in candidates],
        "shares": desk_queries.shares(coop_id=request.coop.id, deposit_id=found.id),
        "asked": _asked_already(request, found),
        "refused": refused,
        "form": form,
        "back": back or ReasonForm(prefix="back"),
        "may_recall": found.state in GIVEN_STATES,
        "recall": recall or ReasonForm(prefix="recall"),
        "aside": aside or ReasonForm(prefix="aside"),
    }
    return render(request, "backoffice/deposit.html", context, status=status)


def _log(request: StaffRequest, found: DepositFacts) -> Page[Line]:
    coop_id = request.coop.id

    def part(part: slice) -> Sequence[Line]:
        acts = coop_facts.acts(coop_id, subject=_subject(found), part=part)
        return acts_in_words.lines(coop_id, acts)

    return paging.page(request.GET, "log", size=_A_PAGE, part=part)


def _note_looked(
    request: StaffRequest,
    found: DepositFacts,
    candidates: Sequence[Candidate],
    like: Sequence[Alike],
) -> None:
    """Nobody is looked at without a line in the log."""
    looked_at = [one.member_number for one in candidates]
    looked_at += [share.member_number for one in like for share in one.shares]
    for member_number in dict.fromkeys(looked_at):
        coops.record_act(
            coop_id=request.coop.id,
            by=request.viewer.actor,
            verb="look_up_member",
            subject=f"member:{member_number}",
            at=clock.now(),
            details={"page": request.path, "deposit": found.id},
        )


def _problem_with_deciding(request: StaffRequest, found: DepositFacts) -> str:
    """What somebody reads whose colleague was faster; nothing where it can be decided."""
    if _asked_already(request, found):
        return _("返金の承認を待っている入金です。先に承認を見送ってください。")
    return "" if found.state == "suspense" else str(PROBLEMS["not_open"])


def _asked_already(request: StaffRequest, found: DepositFacts) -> bool:
    rows = asked.of_subject(request.coop.id, _subject(found))
    return any(one.decided_at is None for one in rows)


def _subject(found: DepositFacts) -> str:
    return f"deposit:{found.id}"


def _found(request: StaffRequest, deposit_id: int) -> DepositFacts:
    try:
        return desk_queries.deposit(coop_id=request.coop.id, deposit_id=deposit_id)
    except desk_queries.NoSuchDeposit as nobody:
        raise Http404 from nobody
