"""The numbers that slow guessing down, as pure rules.

Looked at before any hashing, and alike for login IDs that exist and that do not. The numbers are
the installation's, not a co-op's policy: none may make its own door weaker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_FAILURES = 5
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
PROVISIONAL_FAILURES_MAX = 10
FULL_FAILURES_MAX = 100

SPRAY_WINDOW = timedelta(minutes=10)
SPRAY_LOGINS_MAX = 20
SPRAY_FAILED_PERCENT = 30
SPRAY_PAUSE = timedelta(hours=1)

MAIL_TESTS_WINDOW = timedelta(minutes=10)
MAIL_TESTS_PER_WINDOW = 3
MAIL_TESTS_PER_DAY = 10

CODE_TRIES_MAX = 5
CODE_LASTS = timedelta(minutes=10)
LINK_LASTS = timedelta(hours=24)
TICKET_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)
SESSION_IDLE_MAX = timedelta(minutes=30)
STAFF_SESSION_LASTS = timedelta(hours=8)
STAFF_SESSION_IDLE_MAX = timedelta(minutes=15)
SECOND_FACTOR_LASTS = timedelta(minutes=10)
STAFF_FIRST_LASTS = timedelta(hours=24)
# How long a proof of the office counts for acts that ask for a fresh one, and how long the key of
# the browser before a new proof still opens pages: a button is sometimes pressed twice.
STEP_UP_LASTS = timedelta(minutes=10)
REPLACED_KEY_LASTS = timedelta(minutes=1)
DEVICE_LASTS = timedelta(days=400)
PROOF_LASTS = timedelta(hours=24)

KNOCKS_WINDOW = timedelta(minutes=10)
KNOCKS_PER_WINDOW = 3
KNOCKS_PER_DAY = 10
# A campus is one network: these are far above what its people ask in ten minutes. The first-time
# box tells who is a member, so it has the lower number.
NETWORK_KNOCKS_MAX = 1000
NETWORK_FIRST_TIMES_MAX = 100
APPLICATION_LASTS = timedelta(minutes=30)
REISSUE_LASTS = timedelta(minutes=30)
LINK_TRIES_MAX = 10


@dataclass(frozen=True)
class SprayCount:
    """Provisional tries of one co-op within the window; `failing_logins` counts each ID once."""

    failing_logins: int
    failures: int
    tries: int


def is_off(failures: int, *, is_provisional: bool) -> bool:
    """Whether the tries are used up: ten in all for a provisional ID, a hundred in a row else."""
    return failures >= (PROVISIONAL_FAILURES_MAX if is_provisional else FULL_FAILURES_MAX)


def blocked_until(failures: int, *, failed_at: datetime) -> datetime | None:
    """Until when no try is looked at: from the fifth failure on, a minute, doubling to an hour."""
    if failures < FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES, 10)
    return failed_at + min(FIRST_DELAY * 2**doublings, LONGEST_DELAY)


def is_fresh(proven_at: datetime, *, at: datetime) -> bool:
    """Whether a proof still counts for what asks for a fresh one: ten minutes, not prolonged."""
    return proven_at <= at < proven_at + STEP_UP_LASTS


def is_spray(count: SprayCount) -> bool:
    """Over 20 provisional logins failing in ten minutes, and over 30 % of the tries."""
    if count.failing_logins <= SPRAY_LOGINS_MAX:
        return False
    return count.failures * 100 > count.tries * SPRAY_FAILED_PERCENT


def may_send_mail_test(*, within_window: int, within_day: int) -> bool:
    """Three test mails in ten minutes, ten a day, counted per login and per address."""
    return within_window < MAIL_TESTS_PER_WINDOW and within_day < MAIL_TESTS_PER_DAY


def knock_again_at(
    *, of_person: Sequence[datetime], limit_of_network: datetime | None, at: datetime
) -> datetime | None:
    """When the next knock is looked at, if not now: three in ten minutes and ten a day for one
    and the same person, known or not.

    `of_person` are that person's, the latest first; `limit_of_network` is when the network's
    latest `NETWORK_KNOCKS_MAX` began.
    """
    ends = [
        begun + within
        for begun, within in (
            (_nth(of_person, KNOCKS_PER_WINDOW), KNOCKS_WINDOW),
            (_nth(of_person, KNOCKS_PER_DAY), timedelta(days=1)),
            (limit_of_network, KNOCKS_WINDOW),
        )
        if begun
    ]
    return max((end for end in ends if end > at), default=None)


def first_time_again_at(*, limit_of_network: datetime | None, at: datetime) -> datetime | None:
    """When the first-time box answers a network again, if not now (guide rows G05, G06).

    `limit_of_network` is when its latest `NETWORK_FIRST_TIMES_MAX` began.
    """
    return knock_again_at(of_person=(), limit_of_network=limit_of_network, at=at)


def _nth(times: Sequence[datetime], count: int) -> datetime | None:
    return times[count - 1] if len(times) >= count else None
