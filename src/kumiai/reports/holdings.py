"""What members hold and owe at the end of a business date, and who leaves with how much."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from kumiai.kit import sql
from kumiai.ledger.accounts import PURSES, Kind
from kumiai.reports import kept, kept_months, rules, seals, snapshot

_sql = sql.load(__package__)
ROWS_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Held:
    """What all purses of a kind hold together, in their unit, and how many hold something."""

    amount: int = 0
    holders: int = 0


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What a co-op's members held at the end of a business date, as the books say at `as_of`.

    `uncollected_ages` and `debt_ages` are yen by how long ago they came, in the columns of
    `rules.AGES` and older.
    """

    coop_id: int
    on: date
    as_of: datetime
    closed_through: date | None
    held: Mapping[Kind, Held]
    uncollected_ages: tuple[int, ...]
    debt_ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one member holds: yen, and points in tenths."""

    member_number: str
    name: str
    faculty: str
    graduation_year: int | None
    left_on: date | None
    prepaid_yen: int
    uncollected_yen: int
    points_tenths: int
    web_points_tenths: int
    debt_yen: int


@dataclass(frozen=True, slots=True)
class Use:
    """What one member bought in a time by genre, less what was taken back, in yen.

    Without a number: sales on the co-op's suspense, which are nobody's.
    """

    member_number: str | None
    name: str
    left_on: date | None
    food_yen: int
    books_yen: int
    learning_goods_yen: int
    other_yen: int
    total_yen: int


@snapshot.taken()
def outstanding(*, coop_id: int, on: date, at: datetime) -> Outstanding:
    """What was held and owed at the end of a business date, today's or any past one."""
    parts: dict[Kind, list[tuple[date, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_sql.ages, {"coop": coop_id, "on": on})
        for kind, came_on, yen in cursor.fetchall():
            parts[Kind(kind)].append((came_on, yen))
    return Outstanding(
        coop_id=coop_id,
        on=on,
        as_of=at,
        closed_through=seals.closed_through(coop_id),
        held=held(coop_id=coop_id, on=on),
        uncollected_ages=rules.by_age(parts[Kind.UNCOLLECTED], on=on),
        debt_ages=rules.by_age(parts[Kind.DEBT], on=on),
    )


def held(*, coop_id: int, on: date) -> dict[Kind, Held]:
    """The sums of the five purses at the end of a business date."""
    sums = dict.fromkeys(PURSES, Held())
    if (known := kept.held(coop_id=coop_id, on=on)) is not None:
        return sums | {Kind(kind): Held(*figures) for kind, figures in known.items()}
    with connection.cursor() as cursor:
        cursor.execute(_sql.purses_after, {"coop": coop_id, "on": on})
        sums |= {Kind(kind): Held(amount, holders) for kind, amount, holders in cursor.fetchall()}
    return sums


def holdings(*, coop_id: int, on: date, graduating: int | None = None) -> Iterator[Holding]:
    """Each member who held something at the end of a business date, by number, streamed.

    With a year only those who finish their studies in its March.
    """
    about: dict[str, Any] = {"coop": coop_id, "on": on, "graduating": graduating}
    statement = _sql.members_after
    if (month := kept_months.nearest(coop_id=coop_id, on=on)) is not None:
        statement = _sql.members_near
        end = kept_months.end_of(month)
        about |= {"month": month, "way": 1 if end <= on else -1}
        about |= {"after": min(end, on), "until": max(end, on)}
    for number, name, faculty, year, left_on, *sums in _streamed(statement, about):
        yield Holding(number, name, faculty, year, left_on, *(int(each or 0) for each in sums))


def uses(*, coop_id: int, first: date, last: date) -> Iterator[Use]:
    """What each member bought on business dates, by number, streamed; suspense comes last."""
    whole = kept_months.whole(coop_id=coop_id, first=first, last=last)
    about: dict[str, Any] = {
        "coop": coop_id,
        "first": first,
        "before": whole.first - timedelta(days=1) if whole else last,
        "kept_first": whole.first if whole else None,
        "kept_last": whole.last if whole else None,
        "after": whole.until + timedelta(days=1) if whole else None,
        "last": last,
    }
    for number, name, left_on, *sums in _streamed(_sql.use_by_member, about):
        food, books, learning_goods, other = (int(each or 0) for each in sums)
        total_yen = food + books + learning_goods + other
        yield Use(number, name, left_on, food, books, learning_goods, other, total_yen)


def _streamed(statement: str, about: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows as the database has them ready, never all at once in memory."""
    # Outside a transaction such a cursor holds its rows by itself: nothing stays open in between.
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, about)
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from rows
