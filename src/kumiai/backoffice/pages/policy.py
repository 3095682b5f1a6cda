"""`/office/settings/policy`: the co-op's numbers, from which day they hold, and the next ones."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access, policy_numbers
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.policy import PolicyForm
from kumiai.backoffice.policy_numbers import Change
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.policies import actions, queries
from kumiai.coops.policies.queries import VersionFacts
from kumiai.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def policy(request: StaffRequest) -> HttpResponse:
    """The numbers in force, a form for others from a day on, and what those would change."""
    versions = queries.versions(request.coop.id)
    current = _in_force(versions)
    if request.method != "POST":
        return _page(request, versions, PolicyForm(current.policy))
    form = PolicyForm(current.policy, request.POST)
    if not form.is_valid():
        return _page(request, versions, form, status=422)
    starts_on = form.cleaned_data["starts_on"]
    changes = policy_numbers.changes(_before(versions, starts_on).policy, form.policy)
    status = 200
    if "save" in request.POST:
        status = _save(request, form)
        if status == 0:
            return redirect("office-policy")
    return _page(request, versions, form, status=status, looked_at=(starts_on, changes))


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def withdrawal(request: StaffRequest, starts_on: str) -> HttpResponse:
    """Take back numbers that have not begun to hold."""
    found = [
        each
        for each in queries.versions(request.coop.id)
        if each.starts_on.isoformat() == starts_on and not _has_begun(each)
    ]
    if not found:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_policy(
            coop_id=request.coop.id,
            starts_on=found[0].starts_on,
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
        return redirect("office-policy")
    shown = {"form": form, "version": found[0]}
    status = 422 if form.errors else 200
    return render(request, "backoffice/policy_withdrawal.html", shown, status=status)


def _save(request: StaffRequest, form: PolicyForm) -> int:
    """The status of a refusal, which stands in the form then; 0 where it is saved."""
    try:
        actions.set_policy(
            coop_id=request.coop.id,
            starts_on=form.cleaned_data["starts_on"],
            policy=form.policy,
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except actions.CannotSetPolicy as refused:
        if refused.problem == "has_begun":
            form.add_error(
                "starts_on", _("明日以降の日付にしてください。過去の分は変えられません。")
            )
        else:
            form.add_error(None, _("その日に適用されている数字と同じです。何も変わりません。"))
        return 409
    return 0


def _has_begun(version: VersionFacts) -> bool:
    return version.starts_on <= clock.tokyo_date(clock.now())


def _in_force(versions: tuple[VersionFacts, ...]) -> VersionFacts:
    """The version of today; before the first one begins, the first."""
    return _before(versions, clock.tokyo_date(clock.now()))


def _before(versions: tuple[VersionFacts, ...], day: date) -> VersionFacts:
    """The version that holds on a day as things stand."""
    return next((each for each in versions if each.starts_on <= day), versions[-1])


def _page(
    request: StaffRequest,
    versions: tuple[VersionFacts, ...],
    form: PolicyForm,
    *,
    status: int = 200,
    looked_at: tuple[date, list[Change]] | None = None,
) -> HttpResponse:
    """The page; `looked_at` is what would change, and from which day."""
    current = _in_force(versions)
    shown = {
        "form": form,
        "looked_at": looked_at,
        "coming": [each for each in reversed(versions) if not _has_begun(each)],
        "current": current,
        "past": [each for each in versions if _has_begun(each) and each is not current],
    }
    return render(request, "backoffice/policy.html", shown, status=status)
