"""Pages of the office: behind both factors, for the roles they name, within the own co-op."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kumiai.backoffice import pressed_twice, step_up
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.staff.rules import Role

P = ParamSpec("P")

EVERYBODY = tuple(Role)
# Whoever looks members up, whoever works with money, and whoever counts drawers.
COUNTER = (Role.CLERK, Role.DESK, Role.MANAGER)
LOOKING = (Role.CLERK, Role.DESK, Role.ACCOUNTING, Role.MANAGER)
DESK = (Role.DESK, Role.MANAGER)
ACCOUNTING = (Role.ACCOUNTING, Role.MANAGER)
COUNTING = (Role.CLERK, Role.ACCOUNTING, Role.MANAGER)
MONEY = (Role.DESK, Role.ACCOUNTING, Role.MANAGER)
MANAGER = (Role.MANAGER,)
# Whose page shows all co-ops, and nobody in them.
OPERATOR = (Role.OPERATOR,)


def office(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let these roles in; the others are told so, and who is not logged in may log in first.

    What `step_up` lists is done only after a fresh proof, and whatever is done by a form once.
    """

    def guard(
        page: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(page)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.viewer is None:
                return _log_in_first(request)
            if request.viewer.staff.role not in roles:
                return render(request, "backoffice/not_this_role.html", status=403)
            return step_up.asked_first(request) or pressed_twice.done_once(
                request, lambda: page(request, *args, **kwargs)
            )

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return guard


def _log_in_first(request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" else ""
    address = reverse("office-login")
    return redirect(address + "?" + urlencode({"next": wanted}) if wanted else address)
