"""The log of acts, to be searched by who, about whom, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from kumiai.coops.models import StaffAct
from kumiai.coops.queries import ActFacts
from kumiai.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which acts: of days (both included), of one person of the office, about one member.

    What is left out does not narrow.
    """

    first: date
    last: date
    staff_id: int | None = None
    member_number: str = ""


def acts(*, coop_id: int, wanted: Wanted, part: slice) -> tuple[ActFacts, ...]:
    """A part of them, the latest first."""
    return tuple(_facts(row) for row in _rows(coop_id, wanted)[part])


def every_act(*, coop_id: int, wanted: Wanted) -> Iterator[ActFacts]:
    """All of them, however many, to be written out."""
    return (_facts(row) for row in _rows(coop_id, wanted).iterator(chunk_size=2000))


def _rows(coop_id: int, wanted: Wanted) -> QuerySet[StaffAct]:
    since = clock.day_start(wanted.first)
    before = clock.day_start(wanted.last + timedelta(days=1))
    rows = StaffAct.objects.filter(coop_id=coop_id, at__gte=since, at__lt=before)
    if wanted.staff_id is not None:
        rows = rows.filter(actor_kind="staff", actor_id=str(wanted.staff_id))
    if wanted.member_number:
        rows = rows.filter(subject=f"member:{wanted.member_number}")
    return rows.order_by("-at", "-id")


def _facts(row: StaffAct) -> ActFacts:
    return ActFacts(
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        verb=row.verb,
        subject=row.subject,
        reason=row.reason,
        details=row.details,
    )
