"""Counting tries before anything is looked at, so that tries side by side gain nothing."""

import dataclasses
import logging
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from kumiai.coops import queries as coops
from kumiai.identity import devices, digests, letters, queries, taps, throttling
from kumiai.identity.devices import Browser
from kumiai.identity.models import (
    CardTap,
    KnownDevice,
    Login,
    LoginAttempt,
    LoginThrottle,
    MailChange,
    ProvisionalRegistration,
    RegistrationTicket,
    Session,
    SprayAlarm,
    UsedChallenge,
)
from kumiai.identity.throttling import SprayCount
from kumiai.kit import clock
from kumiai.mail import actions as mail

_FORGET_AFTER = timedelta(days=400)
_log = logging.getLogger(__name__)


class Refusal(StrEnum):
    """Why somebody is not let in. Each is the same whether or not the login exists."""

    WRONG = "wrong"
    THROTTLED = "throttled"
    OFF = "off"
    SPRAY = "spray"
    TAP = "tap"


class CannotLogIn(Exception):
    """Not let in; `retry_at` says when the next try is looked at, where that is known."""

    def __init__(self, refusal: Refusal, retry_at: datetime | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.retry_at = retry_at


@transaction.atomic
def count_try(*, key: bytes, is_provisional: bool, at: datetime) -> None:
    """Count a try as failed before it is looked at; `take_back` undoes it when it was right.

    Raises CannotLogIn when none is looked at.
    """
    LoginThrottle.objects.bulk_create(
        [LoginThrottle(key_digest=key, failed_at=at)], ignore_conflicts=True
    )
    row = LoginThrottle.objects.select_for_update().get(key_digest=key)
    if throttling.is_off(row.failures, is_provisional=is_provisional):
        raise CannotLogIn(Refusal.OFF)
    if row.blocked_until and row.blocked_until > at:
        raise CannotLogIn(Refusal.THROTTLED, row.blocked_until)
    failures = row.failures + 1
    LoginThrottle.objects.filter(key_digest=key).update(
        failures=failures,
        failed_at=at,
        blocked_until=throttling.blocked_until(failures, failed_at=at),
    )


def take_back(*, key: bytes) -> None:
    """The try that was counted last was right, or was not looked at after all."""
    LoginThrottle.objects.filter(key_digest=key, failures__gt=0).update(
        failures=F("failures") - 1, blocked_until=None
    )


def clear(*, key: bytes) -> None:
    """The right password ends a row of failures."""
    LoginThrottle.objects.filter(key_digest=key).delete()


def forget_failures(*, login: Login) -> None:
    """Let a login be tried again from zero: its password, its codes, and what asks for it anew."""
    for key in (
        digests.of_login_id(login.login_id),
        digests.of_second_factor(login.pk),
        digests.of_step_up(login.pk),
    ):
        clear(key=key)
    ProvisionalRegistration.objects.filter(login=login).update(failures=0, switched_off_at=None)


def note_provisional_failure(*, login_pk: int | None, at: datetime) -> None:
    """Keep the count beside the secrets too, where the office sees it; the tenth switches off."""
    mine = ProvisionalRegistration.objects.filter(login_id=login_pk or 0)
    mine.update(failures=F("failures") + 1)
    used_up = mine.filter(failures__gte=throttling.PROVISIONAL_FAILURES_MAX, switched_off_at=None)
    used_up.update(switched_off_at=at)


def note_attempt(
    *,
    coop_id: int,
    key: bytes,
    is_provisional: bool,
    outcome: str,
    browser: Browser,
    at: datetime,
    login_pk: int | None = None,
) -> None:
    """Write a try down, for the login's history and for the spray breaker."""
    LoginAttempt.objects.create(
        coop_id=coop_id,
        at=at,
        login_id=login_pk,
        key_digest=key,
        is_provisional=is_provisional,
        outcome=outcome,
        network=browser.network,
        device=devices.device(browser.user_agent),
    )


def sound_spray_alarm(*, coop_id: int, at: datetime) -> None:
    """Pause the co-op's provisional logins for an hour where their failures look like a spray."""
    count = queries.spray_count(coop_id=coop_id, at=at)
    if throttling.is_spray(count) and queries.spray_pause(coop_id=coop_id, at=at) is None:
        SprayAlarm.objects.create(
            coop_id=coop_id,
            tripped_at=at,
            until=at + throttling.SPRAY_PAUSE,
            failing_logins=count.failing_logins,
            failures=count.failures,
            tries=count.tries,
        )
        _tell_office(coop_id, count, at)
        _log.warning(
            "co-op %s: provisional logins are paused, %s of them failed within %s minutes",
            coop_id,
            count.failing_logins,
            throttling.SPRAY_WINDOW // timedelta(minutes=1),
        )


def _tell_office(coop_id: int, count: SprayCount, at: datetime) -> None:
    """Alarm the desk by mail, where the co-op has told its address."""
    address = coops.coop(coop_id).desk_address
    if not address:
        return
    until = (at + throttling.SPRAY_PAUSE).astimezone(clock.TOKYO)
    letter = letters.write(
        "spray_alarm", "ja", coop_id=coop_id, until=until, **dataclasses.asdict(count)
    )
    mail.send_later(
        coop_id=coop_id,
        to_address=address,
        subject=letter.subject,
        body=letter.body,
        kind="spray_alarm",
        priority=mail.URGENT,
        at=at,
    )


@transaction.atomic
def forget_expired(*, at: datetime) -> None:
    """Drop tickets, sessions and taps that are over, and what nobody added to for over a year.


    Failures are kept that long: forgotten earlier, patience would get around "a hundred in a row".
    What switched a provisional login off stays with it; see `ProvisionalRegistration`.
    """
    RegistrationTicket.objects.filter(expires_at__lte=at).delete()
    Session.objects.filter(expires_at__lte=at).delete()
    MailChange.objects.filter(proof__link_expires_at__lte=at).delete()
    UsedChallenge.objects.filter(expires_at__lte=at).delete()
    CardTap.objects.filter(at__lte=at - taps.TAP_LASTS).delete()
    LoginThrottle.objects.filter(failed_at__lte=at - _FORGET_AFTER).delete()
    KnownDevice.objects.filter(seen_at__lte=at - throttling.DEVICE_LASTS).delete()
    LoginAttempt.objects.filter(at__lte=at - _FORGET_AFTER).delete()
