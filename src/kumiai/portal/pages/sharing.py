"""`/sharing`: what the guardian sees, and when the guardian looked (row B5 of the guide)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kumiai.identity import actions, children, hashing
from kumiai.identity import sharing as identity
from kumiai.identity.actions import CannotShare, NotOnesOwnChoice
from kumiai.identity.sharing import Looked, SharingState
from kumiai.kit import clock
from kumiai.portal import access, wording
from kumiai.portal.forms.sharing import SharingForm
from kumiai.portal.pages import registration_details
from kumiai.portal.viewer import ViewersRequest
from kumiai.ui import waiting


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def sharing(request: ViewersRequest) -> HttpResponse:
    """A member of 18 or older decides; everybody else reads what is shared."""
    viewer = request.viewer.login
    state = identity.sharing(coop_id=viewer.coop_id, member_id=viewer.member_id, at=clock.now())
    may_decide = viewer.kind == "member" and state.is_adult
    if request.method != "POST":
        form = SharingForm(allowed=state.allowed, shared=state.shared) if may_decide else None
        return _page(request, state, form)
    if not may_decide:
        raise PermissionDenied
    form = SharingForm(request.POST, allowed=state.allowed, shared=state.shared)
    if not form.is_valid():
        return _page(request, state, form, status=422)
    if refused := _choose(request, form):
        return _page(request, state, form, status=refused)
    return redirect(reverse("sharing") + "?changed")


def _choose(request: ViewersRequest, form: SharingForm) -> int | None:
    """The status of a refusal, which stands in the form then."""
    try:
        if refused := registration_details.confirm_password(request, form):
            return refused
        actions.choose_sharing(
            login_pk=request.viewer.login.login_pk,
            chosen=form.cleaned_data["sections"],
            at=clock.now(),
        )
    except hashing.HashingBusy:
        form.add_error(None, waiting.logins_are_busy())
        return 503
    except NotOnesOwnChoice as denied:
        raise PermissionDenied from denied
    except CannotShare as refusal:
        form.add_error("sections", str(wording.SHARING_PROBLEMS[refusal.problem]))
        return 422
    return None


def _page(
    request: ViewersRequest, state: SharingState, form: SharingForm | None, status: int = 200
) -> HttpResponse:
    looked: tuple[Looked, ...] = ()
    seen_since = None
    if request.viewer.role == "member":
        looked = identity.guardian_looked(member_id=request.viewer.login.member_id)
        seen_since = children.seen_since(member_id=request.viewer.login.member_id)
    shown = {
        "state": state,
        "form": form,
        "is_changed": "changed" in request.GET and _is_fresh(state),
        "sections": [(name, part in state.shared) for part, name in wording.SECTIONS.items()],
        "seen_since": seen_since,
        "looked": [(one, wording.SECTIONS[one.section]) for one in looked],
    }
    return render(request, "portal/sharing.html", shown, status=status)


def _is_fresh(state: SharingState) -> bool:
    """So that nobody is told of a change by an old or a made-up address."""
    return state.chosen_at is not None and clock.now() - state.chosen_at < timedelta(minutes=5)
