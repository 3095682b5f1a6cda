"""Writes of the ledger beside posting: opening purses and closing days."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import connection, transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.kit import sql, steps
from kumiai.kit.steps import Steps, tell
from kumiai.ledger import posting, queries, rules
from kumiai.ledger.accounts import PURSES, UNIT_OF
from kumiai.ledger.models import DayClose, SequenceCheck
from kumiai.ledger.posting import Chart, Outcome, Request, Room

T = TypeVar("T")

_sql = sql.load(__package__)


class CannotCloseDay(Exception):
    """The day is closed already; said in Japanese and in English."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(english)
        self.japanese = japanese
        self.english = english


def post(
    *,
    requests: Sequence[Request],
    room: Room,
    now: Callable[[], datetime],
    chart: Chart | None = None,
) -> list[Outcome]:
    """Post up to 256 requests in one transaction over Django's connection; see `posting.post`.

    A chart may be kept from call to call where each call commits.
    """
    chart = chart or Chart()
    if missing := chart.missing(requests):
        _run(chart.fill(missing))
    return _run(_planned_by_key(posting.post(requests, room=room, chart=chart, clock=now)))


def open_purses(*, coop_id: int, member_ids: Sequence[int]) -> None:
    """Open the five empty purses of members who have just joined. Part of the joining transaction.

    Raises UniqueViolation for a member who has purses.
    """
    _run(_purses_opened(coop_id, member_ids))


def _purses_opened(coop_id: int, member_ids: Sequence[int]) -> Steps[None]:
    yield from tell(
        _sql.open_purses,
        {
            "coop": coop_id,
            "members": list(member_ids),
            "kinds": [kind.value for kind in PURSES],
            "units": [UNIT_OF[kind].value for kind in PURSES],
        },
    )


def _planned_by_key(work: Steps[T]) -> Steps[T]:
    yield from tell(_sql.plan_by_key, {"way": "off"})
    result = yield from work
    yield from tell(_sql.plan_by_key, {"way": "on"})
    return result


def _run(work: Steps[T]) -> T:
    """Run steps on Django's connection, in a transaction."""
    with transaction.atomic():
        connection.ensure_connection()
        return steps.run(connection.connection, work)


@transaction.atomic
def close_day(*, coop_id: int, business_date: date, at: datetime, by: Actor) -> list[DayClose]:
    """Seal a business date of a co-op, and before it every earlier open day that has entries.

    Waits for postings under way; later ones join the next day. Which numbers of terminals are
    missing is written down: see `queries.numbers_at_close`. Returns the closes made, oldest first.
    Raises CannotCloseDay for a day closed already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(2, %s)", [coop_id])
    latest = queries.latest_close(coop_id=coop_id)
    if latest is not None and latest.business_date >= business_date:
        closed = latest.business_date
        raise CannotCloseDay(
            f"{coop_id}の{closed}まではもう締め済みです。",
            f"Co-op {coop_id} is closed through {closed} already.",
        )
    contents = queries.day_contents(
        coop_id=coop_id,
        first=latest.business_date if latest else date.min,
        last=business_date,
    )
    days = [day for day in contents if latest is None or day.business_date > latest.business_date]
    if not days or days[-1].business_date != business_date:
        days.append(rules.no_contents(business_date))
    closes: list[DayClose] = []
    previous_seal = bytes(latest.seal) if latest else rules.FIRST_SEAL
    for day in days:
        closes.append(_seal(coop_id, day, previous_seal, at))
        previous_seal = bytes(closes[-1].seal)
    DayClose.objects.bulk_create(closes)
    first = latest.business_date + timedelta(days=1) if latest else date.min
    SequenceCheck.objects.bulk_create(_sequence_checks(coop_id, first, business_date))
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="close_day",
        subject=f"day:{business_date.isoformat()}",
        at=at,
        details={"seal": previous_seal.hex()},
    )
    return closes


def _seal(coop_id: int, day: rules.DayContents, previous_seal: bytes, at: datetime) -> DayClose:
    return DayClose(
        coop_id=coop_id,
        business_date=day.business_date,
        closed_at=at,
        sums=rules.sums_document(day.sums),
        entry_count=day.entry_count,
        content_digest=day.content_digest,
        previous_seal=previous_seal,
        seal=rules.seal(coop_id=coop_id, contents=day, previous_seal=previous_seal),
    )


def _sequence_checks(coop_id: int, first: date, last: date) -> Iterator[SequenceCheck]:
    known = queries.latest_numbers(coop_id=coop_id)
    runs = queries.sequence_runs(coop_id=coop_id, first=first, last=last)
    for day, terminal_id, numbered in rules.check_days(runs, known):
        yield SequenceCheck(
            coop_id=coop_id,
            terminal_id=terminal_id,
            business_date=day,
            through=numbered.through,
            missing=numbered.missing,
            open=numbered.open,
        )
