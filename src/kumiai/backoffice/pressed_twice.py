"""A button that is pressed twice does its work once, on every page of the office.

Each page that is shown has a token of its own against forged forms. A form that arrives with the
same token and the same fields as the one before is that one again: it is answered with where the
first led, and nothing is done. What was refused, or only looked at, is simply answered again.
"""

import hashlib
import json
from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import redirect

from kumiai.backoffice.viewer import StaffRequest
from kumiai.identity.actions import sent_forms

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def done_once(request: StaffRequest, page: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What the page answers, or where the same form has led already."""
    if request.method != "POST" or _TOKEN not in request.POST:
        return page()
    form, login_pk = _form(request), request.viewer.staff.login_pk
    with sent_forms.held(form=form):
        if led_to := sent_forms.led_to(login_pk=login_pk, form=form):
            return redirect(led_to)
        response = page()
        if response.status_code == 302:
            sent_forms.note_done(login_pk=login_pk, form=form, led_to=response["Location"])
        return response


def _form(request: StaffRequest) -> str:
    """The same for the same form with the same in it, and for no other."""
    files = [
        (name, file.name, file.size)
        for name in request.FILES
        for file in request.FILES.getlist(name)
    ]
    said = [request.viewer.staff.login_pk, request.get_full_path(), [*request.POST.lists()], files]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
