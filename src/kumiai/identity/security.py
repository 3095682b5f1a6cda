"""Questions of the office and the operator: who is guessing, and what was switched off for it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max

from kumiai.identity import devices, digests
from kumiai.identity.models import (
    GUARDIAN,
    MEMBER,
    STAFF,
    LoginAttempt,
    ProvisionalRegistration,
    SprayAlarm,
)

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
class StaffTries:
    """Wrong tries of a day at a login of the office.

    `passwords` at the login page, `codes` as the second factor, `again` where the password is asked
    for once more; `held` were not looked at, because too many had come before.
    """

    login_id: str
    passwords: int
    codes: int
    again: int
    held: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Security:
    """What guessing was seen at a co-op. `networks` are rough, with their failures of a day.

    `guessed` are members' and guardians' logins; those of the office are in `staff`, from the
    first failure on. `failures` of a day count unknown login IDs as well; `tries` are all that
    were looked at.
    """

    alarms: tuple[Alarm, ...]
    switched_off: tuple[SwitchedOff, ...]
    switched_off_count: int
    guessed: tuple[Guessed, ...]
    staff: tuple[StaffTries, ...]
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
        refused.filter(is_provisional=False, login__kind__in=[MEMBER, GUARDIAN])
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
        staff=_staff(coop_id, at),
        networks=tuple(networks.most_common(LISTED_MAX)),
        failures=refused.count(),
        tries=looked_at.count(),
    )


def _staff(coop_id: int, at: datetime) -> tuple[StaffTries, ...]:
    """Logins of the office with failures of a day, those tried last first."""
    rows = (
        LoginAttempt.objects.filter(
            coop_id=coop_id, login__kind=STAFF, at__gt=at - TRIES_BACK, at__lte=at
        )
        .exclude(outcome="let_in")
        .values("login_id", "login__login_id", "key_digest", "outcome")
        .annotate(tries=Count("id"), last_at=Max("at"))
    )
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    last: dict[tuple[int, str], datetime] = {}
    for row in rows:
        who = (row["login_id"], row["login__login_id"])
        counts[who][_what_was_tried(row)] += row["tries"]
        last[who] = max(row["last_at"], last.get(who, row["last_at"]))
    latest = sorted(counts, key=lambda who: (last[who], who), reverse=True)
    return tuple(
        StaffTries(
            login_id=who[1],
            passwords=counts[who]["passwords"],
            codes=counts[who]["codes"],
            again=counts[who]["again"],
            held=counts[who]["held"],
            last_at=last[who],
        )
        for who in latest[:LISTED_MAX]
    )


def _what_was_tried(row: Mapping[str, Any]) -> str:
    if row["outcome"] != "refused":
        return "held"
    key, login_pk = bytes(row["key_digest"]), row["login_id"]
    if key == digests.of_second_factor(login_pk):
        return "codes"
    return "again" if key == digests.of_step_up(login_pk) else "passwords"


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
