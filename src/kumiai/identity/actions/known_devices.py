"""Devices a login was let in with before; their tries are counted apart from everybody else's."""

from datetime import datetime

from kumiai.identity import devices, digests
from kumiai.identity.actions import telling
from kumiai.identity.devices import Browser
from kumiai.identity.models import FULL, STAFF, KnownDevice, Login
from kumiai.kit import clock


def budget(*, login_id: str, browser: Browser) -> bytes:
    """The key under which a try for this login ID is counted.

    Strangers share the one of the ID, whether or not it exists; a known device of the login has
    its own, so that nobody who does not have the device can use it up.
    """
    if browser.device_token:
        device = digests.of_token(browser.device_token)
        known = KnownDevice.objects.filter(
            device_digest=device, login__login_id=login_id, login__state=FULL
        )
        login_pk = known.values_list("login_id", flat=True).first()
        if login_pk is not None:
            return digests.of_device_budget(login_pk, device=device)
    return digests.of_login_id(login_id)


def second_factor_budget(*, login_pk: int, browser: Browser) -> bytes:
    """The same for one-time codes: who knows the password cannot use up the owner's tries."""
    if browser.device_token:
        device = digests.of_token(browser.device_token)
        if KnownDevice.objects.filter(device_digest=device, login_id=login_pk).exists():
            return digests.of_second_factor(login_pk, device=device)
    return digests.of_second_factor(login_pk)


def remember(*, login: Login, browser: Browser, at: datetime) -> str:
    """Make this browser a known device of the login; the token it is to keep.

    A token we never gave out is not taken: somebody else may have put it there. The owner is told
    by mail of every device but the first.
    """
    token = browser.device_token
    if not token or not KnownDevice.objects.filter(device_digest=digests.of_token(token)).exists():
        token = digests.new_token()
    knows_others = KnownDevice.objects.filter(login=login).exists()
    _device, is_new = KnownDevice.objects.update_or_create(
        login=login,
        device_digest=digests.of_token(token),
        defaults={"coop_id": login.coop_id, "seen_at": at},
        create_defaults={"coop_id": login.coop_id, "seen_at": at, "first_at": at},
    )
    if is_new and knows_others:
        telling.tell(
            login=login,
            letter_name="new_device",
            at=at,
            is_staff=login.kind == STAFF,
            when=at.astimezone(clock.TOKYO),
            device=devices.device(browser.user_agent),
            network=devices.rough_network(browser.network),
        )
    return token


def forget_all(*, login_pk: int) -> None:
    """No device of the login is known any more."""
    KnownDevice.objects.filter(login_id=login_pk).delete()
