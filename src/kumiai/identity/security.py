"""Questions of the office and the operator: who is guessing, and what was switched off for it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from kumiai.identity import devices
from kumiai.identity.models import LoginAttempt, ProvisionalRegistration, SprayAlarm

ALARMS_BACK = timedelta(days=30)
TRIES_BACK = timedelta(hours=24)
FAILURES_SHOWN_FROM = 5
LISTED_MAX = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """A pause of all provisional logins, and the tries that tripped it."""

    tripped_at: datetime
    until: datetime
    failing_logins: int
    failures: int
    tries: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """A provisional login whose tries are used up, until the office lifts it."""

    login_id: str
    failures: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Guessed:
    """A full login with failures within a day."""

    login_id: str
    failures: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Security:
    """What guessing was seen at a co-op. `networks` are rough, with their failures of a day.

    `failures` of a day count unknown login IDs as well; `tries` are all that were looked at.
    """

    alarms: tuple[Alarm, ...]
    switched_off: tuple[SwitchedOff, ...]
    switched_off_count: int
    guessed: tuple[Guessed, ...]
    networks: tuple[tuple[str, int], ...]
    failures: int
    tries: int


def security(*, coop_id: int, at: datetime) -> Security:
    """Alarms of a month, tries of a day, and every provisional login that is off."""
    off = ProvisionalRegistration.objects.filter(coop_id=coop_id, switched_off_at__isnull=False)
    looked_at = LoginAttempt.objects.filter(
        coop_id=coop_id, at__gt=at - TRIES_BACK, at__lte=at, outcome__in=["let_in", "refused"]
    )
    refused = looked_at.filter(outcome="refused")
    guessed = (
        refused.filter(is_provisional=False, login__isnull=False)
        .values("login__login_id")
        .annotate(failures=Count("id"), last_at=Max("at"))
        .filter(failures__gte=FAILURES_SHOWN_FROM)
        .order_by("-failures", "login__login_id")
    )
    networks: Counter[str] = Counter()
    for row in refused.values("network").annotate(failures=Count("id")):
        networks[devices.rough_network(row["network"])] += row["failures"]
    return Security(
        alarms=_alarms(coop_id, at),
        switched_off=tuple(
            SwitchedOff(row.login.login_id, row.failures, row.switched_off_at)
            for row in off.select_related("login").order_by("-switched_off_at")[:LISTED_MAX]
            if row.switched_off_at
        ),
        switched_off_count=off.count(),
        guessed=tuple(
            Guessed(row["login__login_id"], row["failures"], row["last_at"])
            for row in guessed[:LISTED_MAX]
        ),
        networks=tuple(networks.most_common(LISTED_MAX)),
        failures=refused.count(),
        tries=looked_at.count(),
    )


def _alarms(coop_id: int, at: datetime) -> tuple[Alarm, ...]:
    rows = SprayAlarm.objects.filter(coop_id=coop_id, tripped_at__gt=at - ALARMS_BACK)
    return tuple(
        Alarm(
            tripped_at=row.tripped_at,
            until=row.until,
            failing_logins=row.failing_logins,
            failures=row.failures,
            tries=row.tries,
            is_on=row.until > at,
        )
        for row in rows.order_by("-tripped_at")[:LISTED_MAX]
    )
