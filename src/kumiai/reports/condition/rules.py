"""When an operator should look at something: plain limits over moments and counts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kumiai.coops import rules as coops
from kumiai.kit import clock

# By then somebody has bought something on a business day.
SALE_BY = time(14)
MAIL_UNTRIED_MAX = timedelta(minutes=15)
MAIL_LATE = timedelta(hours=1)
MAILS_TRIED_MAX = 20
ADDRESSES_DEAD_A_DAY_MAX = 20
FILE_RESTS_MAX = timedelta(minutes=15)
JOB_WAITS_MAX = timedelta(minutes=10)
WORKER_SILENT_MAX = timedelta(minutes=2)


class Concern(StrEnum):
    """Why somebody should look."""

    NO_SALE = "no_sale"
    DAY_OPEN = "day_open"
    MAIL_STUCK = "mail_stuck"
    MAIL_NOT_TAKEN = "mail_not_taken"
    MAILS_GIVEN_UP = "mails_given_up"
    ADDRESSES_DEAD = "addresses_dead"
    FILE_RESTS = "file_rests"
    MEMBER_FILE_RESTS = "member_file_rests"
    MEMBER_FILE_STOPPED = "member_file_stopped"
    NO_WORKER = "no_worker"
    JOBS_WAIT = "jobs_wait"
    JOBS_FAILED = "jobs_failed"
    TABLES_BEHIND = "tables_behind"


@dataclass(frozen=True, slots=True)
class CoopCondition:
    """One co-op in moments and counts; `unclosed_on` is its oldest date that is not sealed.

    Of the mails that wait, `mails_tried` were not taken at the first try, `mails_late` have waited
    for more than an hour, and the oldest that has not been tried at all is of `mail_untried_at`
    (copies of notices, sent at a pace, left out of the two). `mails_given_up` were tried to the end
    within a week, `mails_given_up_lately` within a day.

    Files of deposits are counted while they are worked off. Of the member files some are being
    read, some wait for somebody to order them, some are being taken in; `member_files_stopped`
    stopped on the way within a day.
    """

    coop_id: int
    name: str
    is_business_day: bool | None
    terminals: int
    last_sale_at: datetime | None
    terminals_today: int
    closed_through: date | None
    unclosed_on: date | None
    mails_waiting: int
    mails_tried: int
    mails_late: int
    mail_oldest_at: datetime | None
    mail_untried_at: datetime | None
    mails_given_up: int
    mails_given_up_lately: int
    addresses_dead: int
    addresses_dead_lately: int
    files_working: int
    file_moved_at: datetime | None
    member_files_reading: int
    member_files_waiting: int
    member_files_working: int
    member_file_moved_at: datetime | None
    member_files_stopped: int


@dataclass(frozen=True, slots=True)
class WorkCondition:
    """The worker and the database, which all co-ops share; `changes_waiting` are migrations."""

    jobs_waiting: int
    job_oldest_at: datetime | None
    jobs_failed_lately: int
    worker_seen_at: datetime | None
    database_bytes: int
    changes: int
    changed_at: datetime | None
    changes_waiting: int


def concerns_of_coop(found: CoopCondition, *, at: datetime) -> tuple[Concern, ...]:
    """What there is to look at in a co-op; nothing where it works."""
    return _those(
        (Concern.NO_SALE, _misses_sales(found, at)),
        (Concern.DAY_OPEN, _has_left_a_day_open(found, at)),
        (Concern.MAIL_STUCK, _is_older(found.mail_untried_at, MAIL_UNTRIED_MAX, at)),
        (Concern.MAIL_NOT_TAKEN, found.mails_tried > MAILS_TRIED_MAX),
        (Concern.MAILS_GIVEN_UP, found.mails_given_up_lately > 0),
        (Concern.ADDRESSES_DEAD, found.addresses_dead_lately > ADDRESSES_DEAD_A_DAY_MAX),
        (Concern.FILE_RESTS, _is_older(found.file_moved_at, FILE_RESTS_MAX, at)),
        (Concern.MEMBER_FILE_RESTS, _is_older(found.member_file_moved_at, FILE_RESTS_MAX, at)),
        (Concern.MEMBER_FILE_STOPPED, found.member_files_stopped > 0),
    )


def concerns_of_work(found: WorkCondition, *, at: datetime) -> tuple[Concern, ...]:
    """What there is to look at in the worker and the database."""
    seen_at = found.worker_seen_at
    return _those(
        (Concern.NO_WORKER, seen_at is None or _is_older(seen_at, WORKER_SILENT_MAX, at)),
        (Concern.JOBS_WAIT, _is_older(found.job_oldest_at, JOB_WAITS_MAX, at)),
        (Concern.JOBS_FAILED, found.jobs_failed_lately > 0),
        (Concern.TABLES_BEHIND, found.changes_waiting > 0),
    )


def _those(*checked: tuple[Concern, bool]) -> tuple[Concern, ...]:
    return tuple(concern for concern, holds in checked if holds)


def _is_older(since: datetime | None, most: timedelta, at: datetime) -> bool:
    return since is not None and at - since > most


def _misses_sales(found: CoopCondition, at: datetime) -> bool:
    """A business day, late enough, with terminals and without a sale."""
    today = clock.tokyo_date(at)
    overrides = {} if found.is_business_day is None else {today: found.is_business_day}
    if not found.terminals or not coops.is_business_day(today, overrides):
        return False
    if at.astimezone(clock.TOKYO).time() < SALE_BY:
        return False
    return found.last_sale_at is None or clock.tokyo_date(found.last_sale_at) < today


def _has_left_a_day_open(found: CoopCondition, at: datetime) -> bool:
    """Yesterday may still be closed today; what is older should be."""
    yesterday = clock.tokyo_date(at) - timedelta(days=1)
    return found.unclosed_on is not None and found.unclosed_on < yesterday
