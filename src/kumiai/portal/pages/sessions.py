"""Sending other browsers of one's own login out, one or all."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kumiai.identity import actions
from kumiai.portal import access, cookies
from kumiai.portal.viewer import ViewersRequest


@require_POST
@access.logged_in
def ending(request: ViewersRequest) -> HttpResponse:
    """What is gone already, and what is somebody else's, look alike: the list is shown anew."""
    login_pk = request.viewer.login.login_pk
    if request.POST.get("session") == "others":
        actions.end_other_sessions(
            login_pk=login_pk, session_key=cookies.session_key(request) or ""
        )
    else:
        actions.end_named_session(login_pk=login_pk, name=request.POST.get("session", ""))
    return redirect("registration-details")
