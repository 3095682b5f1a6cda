"""The password once more, right before something that a borrowed browser must not do."""

from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.identity import digests, hashing
from kumiai.identity.actions import staff_sessions
from kumiai.identity.actions.throttles import CannotLogIn, Refusal
from kumiai.identity.actions.tries import Try
from kumiai.identity.devices import Browser
from kumiai.identity.models import FULL, Login
from kumiai.identity.staff import StaffViewer


class SessionIsOver(Exception):
    """The browser was sent out, or its working day has ended."""


def prove_again(
    *,
    viewer: StaffViewer,
    session_key: str,
    password: str,
    page: str,
    browser: Browser,
    at: datetime,
) -> str:
    """Somebody of the office shows the password once more: the new key of their browser.

    `page` is where, for the log. Raises CannotLogIn, HashingBusy, SessionIsOver.
    """
    confirm_password(login_pk=viewer.login_pk, password=password, browser=browser, at=at)
    with transaction.atomic():
        key = staff_sessions.open_again(session_key=session_key, at=at)
        if key is None:
            raise SessionIsOver
        coops.record_act(
            coop_id=viewer.coop_id,
            by=Actor("staff", str(viewer.staff_id)),
            verb="confirm_password",
            subject=f"staff:{viewer.staff_id}",
            at=at,
            details={"page": page, "network": browser.network},
        )
        return key


def confirm_password(*, login_pk: int, password: str, browser: Browser, at: datetime) -> None:
    """Return if it is the login's own password.

    Wrong ones are counted apart from those at the login page, so that neither keeps the other
    out. Raises CannotLogIn, and HashingBusy, which is not counted.
    """
    login = Login.objects.get(pk=login_pk, state=FULL)
    key = digests.of_step_up(login_pk)
    this = Try(
        coop_id=login.coop_id, key=key, budget=key, browser=browser, at=at, login_pk=login.pk
    )
    this.count()
    try:
        is_right = hashing.is_password(login.password_hash, password)
    except hashing.HashingBusy:
        this.take_back()
        raise
    if not is_right:
        this.note(Refusal.WRONG)
        raise CannotLogIn(Refusal.WRONG)
    this.clear()
