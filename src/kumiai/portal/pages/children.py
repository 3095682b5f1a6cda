"""`/children`: several children on one guardian's login, and the switch between them (row G36)."""

from django.http import Http404, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.identity import actions, browsers, children, hashing
from kumiai.identity.actions import (
    CannotAddChild,
    CannotLogIn,
    NoSuchChild,
    Refusal,
    TicketOpened,
)
from kumiai.kit import clock
from kumiai.portal import access, cookies, wording
from kumiai.portal.forms.children import AddChildForm
from kumiai.portal.pages import login, registration_details
from kumiai.portal.viewer import ViewersRequest
from kumiai.ui import waiting

# Where the next child is shown on the same page as the one before; every child has these.
_SAME_PAGES = (
    "home",
    "purchases",
    "prepaid",
    "web-points",
    "notices",
    "card-suspension",
    "children",
    "sharing",
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def own_children(request: ViewersRequest) -> HttpResponse:
    """Whom this login shows, who else shows its child, and the form that adds one."""
    _for_guardians(request)
    if request.method != "POST":
        return _page(request, AddChildForm())
    form = AddChildForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    outcome = _add(request, form)
    if isinstance(outcome, int):
        return _page(request, form, status=outcome)
    return outcome


@require_POST
@access.logged_in
def switching(request: ViewersRequest) -> HttpResponse:
    """Show another child from now on; an old form, and somebody else's child, show the list."""
    _for_guardians(request)
    try:
        key = actions.switch_child(
            login_pk=request.viewer.login.login_pk,
            session_key=cookies.session_key(request) or "",
            link_id=_link_id(request),
        )
    except NoSuchChild:
        return redirect("children")
    return _with_key(request, redirect(_same_page(request)), key)


@require_POST
@access.logged_in
def ending(request: ViewersRequest) -> HttpResponse:
    """End a link from either side; what is gone already, and somebody else's, look alike."""
    _for_guardians(request)
    try:
        key = actions.end_child_link(
            login_pk=request.viewer.login.login_pk,
            session_key=cookies.session_key(request) or "",
            link_id=_link_id(request),
            at=clock.now(),
        )
    except NoSuchChild:
        return redirect("children")
    return _with_key(request, redirect(reverse("children") + "?ended"), key)


def _add(request: ViewersRequest, form: AddChildForm) -> HttpResponse | int:
    """Where it goes on, or the status of a refusal, which stands in the form then."""
    try:
        if refused := registration_details.confirm_password(request, form):
            return refused
        outcome = actions.add_child(
            login_pk=request.viewer.login.login_pk,
            child_login_id=form.cleaned_data["child_login_id"],
            child_password=form.cleaned_data["child_password"],
            browser=browsers.of(request),
            at=clock.now(),
        )
    except hashing.HashingBusy:
        form.add_error(None, waiting.logins_are_busy())
        return 503
    except CannotAddChild as problem:
        form.add_error(None, str(wording.ADDING_PROBLEMS[problem.problem]))
        return 409
    except CannotLogIn as refusal:
        return _refuse(form, refusal)
    if isinstance(outcome, TicketOpened):
        response = redirect("registration")
        cookies.keep_ticket(response, outcome.token)
        return response
    return redirect(reverse("children") + "?added")


def _refuse(form: AddChildForm, refusal: CannotLogIn) -> int:
    """The same words for all that is no guardian's login of this co-op."""
    if refusal.refusal is Refusal.WRONG:
        words = _(
            "ログインIDまたはパスワードが違うか、この生協の別のお子さまの、"
            "保護者の方のログインではありません。"
        )
        form.add_error("child_login_id", words)
        return 422
    form.add_error("child_login_id", login.words(refusal))
    return 422 if refusal.refusal is Refusal.TAP else 429


def _page(request: ViewersRequest, form: AddChildForm, status: int = 200) -> HttpResponse:
    login_pk = request.viewer.login.login_pk
    links = children.links_of(login_pk=login_pk)
    shown = {
        "form": form,
        "own": children.own(login_pk=login_pk),
        "links": links,
        "seen_from": children.seen_from(login_pk=login_pk),
        "shown_id": request.viewer.login.member_id,
        "is_full": len(links) >= children.LINKS_MAX,
        "is_added": "added" in request.GET and bool(links),
        "is_ended": "ended" in request.GET,
    }
    return render(request, "portal/children.html", shown, status=status)


def _for_guardians(request: ViewersRequest) -> None:
    """A member has no children here."""
    if request.viewer.role != "guardian":
        raise Http404


def _link_id(request: ViewersRequest) -> int:
    """What was sent, as far as it can be one; -1 is nobody's."""
    sent = request.POST.get("child", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 18 else -1


def _same_page(request: ViewersRequest) -> str:
    wanted = request.POST.get("page", "").partition("?")[0]
    pages = [reverse(name) for name in _SAME_PAGES]
    return wanted if wanted in pages else reverse("home")


def _with_key(request: ViewersRequest, response: HttpResponse, key: str) -> HttpResponse:
    """A new cookie, and a new form token: what other tabs still show does nothing any more."""
    if key != cookies.session_key(request):
        cookies.keep_session(response, key)
        rotate_token(request)
    return response
