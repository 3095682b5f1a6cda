"""Questions about notices: what somebody may read, and what became of a notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, Q, QuerySet

from kumiai.kit import clock, sql
from kumiai.mail.models import GIVEN_UP, QUEUED, REFUSED, SENDING, STATES
from kumiai.members.models import Member
from kumiai.notices.models import (
    GUARDIAN,
    MEMBER,
    Notice,
    NoticeAddressee,
    NoticeCopy,
    NoticeMailing,
    NoticeReading,
)
from kumiai.notices.rules import Audience, Draft, Readers

_sql = sql.load(__package__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the member of a membership, or its guardian (`kind` as of the login)."""

    coop_id: int
    member_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice as its reader sees it; `read_at` is None until it has been opened.

    `faculty`, `joined_year` and `meal_plan` say whom it is for, where it is not for all.
    """

    id: int
    title: str
    text: str
    title_english: str
    text_english: str
    starts_at: datetime
    audience: Audience
    faculty: str
    joined_year: int | None
    meal_plan: str
    read_at: datetime | None

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def is_personal(self) -> bool:
        """Whether it is for this member by name."""
        return self.audience == Audience.MEMBERS


@dataclass(frozen=True, slots=True)
class Board:
    """Some of somebody's notices, and how many there are in all and unread."""

    notices: tuple[Posted, ...]
    total: int
    unread: int


@dataclass(frozen=True, slots=True)
class Written:
    """A notice as the office sees it."""

    id: int
    title: str
    text: str
    audience: Audience
    readers: Readers
    faculty: str
    joined_year: int | None
    meal_plan: str
    starts_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def chosen(self) -> str:
        """Which faculty, year or meal plan it is for; empty for the other audiences."""
        return self.faculty or self.meal_plan or str(self.joined_year or "")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a notice: who opened it, and its copies by the state of their mail.

    `ordered_at` is None where no copies were asked for, `finished_at` while some are still to be
    put into the outbox.
    """

    addressees: int
    read_by_members: int
    read_by_guardians: int
    ordered_at: datetime | None
    finished_at: datetime | None
    copies: Mapping[str, int]

    @property
    def waiting(self) -> int:
        """Copies that are still to be handed over."""
        return self.copies[QUEUED] + self.copies[SENDING]

    @property
    def failed(self) -> int:
        """Copies that a server refused, or did not take until patience ended."""
        return self.copies[REFUSED] + self.copies[GIVEN_UP]


def board(*, reader: Reader, at: datetime, count: int, skipped: int = 0) -> Board:
    """Somebody's notices, the unread ones first, in one statement (guide row G33)."""
    rows = _board(reader, at, notice_id=None, count=count, skipped=skipped)
    if not rows:
        return Board((), 0, 0)
    total, unread = rows[0][-2:]
    return Board(tuple(_posted(row) for row in rows), total, unread)


def posted(*, reader: Reader, notice_id: int, at: datetime) -> Posted | None:
    """One notice, if this reader may read it now: what is unknown and what is not theirs, None."""
    if notice_id > BigIntegerField.MAX_BIGINT:
        return None
    rows = _board(reader, at, notice_id=notice_id, count=1, skipped=0)
    return _posted(rows[0]) if rows else None


def written(*, coop_id: int, part: slice = slice(None)) -> tuple[Written, ...]:
    """The notices of the co-op, the latest first; all of them, or a part."""
    rows = Notice.objects.filter(coop_id=coop_id).order_by("-starts_at", "-id")
    return tuple(_written(row) for row in rows[part])


def one_written(*, coop_id: int, notice_id: int) -> Written | None:
    """One of them; None where this co-op has no such notice."""
    row = Notice.objects.filter(coop_id=coop_id, id=notice_id).first()
    return _written(row) if row else None


def delivery(*, coop_id: int, notice_id: int, at: datetime) -> Delivery:
    """Raises Notice.DoesNotExist, also for a notice of another co-op."""
    notice = Notice.objects.get(coop_id=coop_id, id=notice_id)
    mailing = NoticeMailing.objects.filter(notice_id=notice_id).first()
    read = NoticeReading.objects.filter(notice_id=notice_id).aggregate(
        members=Count("id", filter=Q(reader=MEMBER)),
        guardians=Count("id", filter=Q(reader=GUARDIAN)),
    )
    copies = NoticeCopy.objects.filter(notice_id=notice_id).values_list("message__state")
    by_state = dict(copies.annotate(Count("id")).order_by("message__state"))
    return Delivery(
        addressees=_addressed(notice, at).count(),
        read_by_members=read["members"],
        read_by_guardians=read["guardians"],
        ordered_at=mailing.ordered_at if mailing else None,
        finished_at=mailing.finished_at if mailing else None,
        copies={state: by_state.get(state, 0) for state in STATES},
    )


def members_reached(*, coop_id: int, draft: Draft, at: datetime) -> int:
    """How many memberships a draft would reach."""
    return _of_audience(coop_id, draft, at).count()


def faculties(*, coop_id: int) -> tuple[str, ...]:
    """The faculties that the co-op's members name."""
    named = Member.objects.filter(coop_id=coop_id).exclude(faculty="")
    return tuple(named.order_by("faculty").values_list("faculty", flat=True).distinct())


def joined_years(*, coop_id: int) -> tuple[int, ...]:
    """The years in which the co-op's members joined, the latest first."""
    years = Member.objects.filter(coop_id=coop_id).order_by("-joined_year")
    return tuple(years.values_list("joined_year", flat=True).distinct())


def unfinished_mailings(*, at: datetime) -> tuple[int, ...]:
    """The notices whose copies go on now."""
    due = NoticeMailing.objects.filter(finished_at=None, next_at__lte=at).order_by("next_at")
    return tuple(due.values_list("notice_id", flat=True))


def positions_addressed(
    *, notice_id: int, member_ids: Sequence[int], readers: Sequence[str], at: datetime
) -> tuple[int, ...]:
    """Which of these people, counted from one, a notice is for."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.addressed,
            {
                "notice_id": notice_id,
                "member_ids": list(member_ids),
                "readers": list(readers),
                "on": clock.tokyo_date(at),
            },
        )
        return tuple(position for (position,) in cursor.fetchall())


def _of_audience(coop_id: int, asked: Draft | Notice, at: datetime) -> QuerySet[Member]:
    stayed = Q(left_on=None) | Q(left_on__gte=clock.tokyo_date(at))
    members = Member.objects.filter(stayed, coop_id=coop_id)
    match Audience(asked.audience):
        case Audience.EVERYONE:
            return members
        case Audience.FACULTY:
            return members.filter(faculty=asked.faculty)
        case Audience.JOINED_YEAR:
            return members.filter(joined_year=asked.joined_year or 0)
    if isinstance(asked, Notice):
        addressees = NoticeAddressee.objects.filter(notice_id=asked.pk)
        return members.filter(id__in=addressees.values("member_id"))
    return members.filter(id__in=asked.member_ids)


def _written(row: Notice) -> Written:
    return Written(
        id=row.pk,
        title=row.title,
        text=row.text,
        audience=Audience(row.audience),
        readers=Readers(row.readers),
        faculty=row.faculty,
        joined_year=row.joined_year,
        meal_plan=row.meal_plan,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        withdrawn_at=row.withdrawn_at,
    )


def _addressed(notice: Notice, at: datetime) -> QuerySet[Member]:
    return _of_audience(notice.coop_id, notice, at)


def _board(
    reader: Reader, at: datetime, *, notice_id: int | None, count: int, skipped: int
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.board,
            {
                "coop_id": reader.coop_id,
                "member_id": reader.member_id,
                "reader": reader.kind,
                "notice_id": notice_id,
                "at": at,
                "count": count,
                "skipped": skipped,
            },
        )
        return cursor.fetchall()


def _posted(row: Sequence[Any]) -> Posted:
    """The columns of `board.sql` in their order; the two counts are at its end."""
    return Posted(*row[:-2])
