"""The password once more, right before something that a borrowed browser must not do."""

from datetime import datetime

from kumiai.identity import digests, hashing
from kumiai.identity.actions import throttles
from kumiai.identity.actions.throttles import CannotLogIn, Refusal
from kumiai.identity.devices import Browser
from kumiai.identity.models import FULL, Login


def confirm_password(*, login_pk: int, password: str, browser: Browser, at: datetime) -> None:
    """Return if it is the login's own password.

    Wrong ones are counted apart from those at the login page, so that neither keeps the other
    out. Raises CannotLogIn, and HashingBusy, which is not counted.
    """
    key = digests.of_step_up(login_pk)
    throttles.count_try(key=key, is_provisional=False, at=at)
    login = Login.objects.get(pk=login_pk, state=FULL)
    try:
        is_right = hashing.is_password(login.password_hash, password)
    except hashing.HashingBusy:
        throttles.take_back(key=key)
        raise
    if is_right:
        throttles.clear(key=key)
        return
    throttles.note_attempt(
        coop_id=login.coop_id,
        key=key,
        is_provisional=False,
        outcome="refused",
        browser=browser,
        at=at,
        login_pk=login.pk,
    )
    raise CannotLogIn(Refusal.WRONG)
