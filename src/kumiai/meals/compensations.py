"""Questions about lunch compensation: what an outage would give, and what was given."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from kumiai.coops import queries as coops
from kumiai.coops import rules as coop_rules
from kumiai.coops.rules import DayMark
from kumiai.kit import clock, sql, steps
from kumiai.kit.money import Yen
from kumiai.meals import at_till, compensating, plans
from kumiai.meals.compensating import DAYS_AHEAD_MAX, Credit, Holder, Outage
from kumiai.meals.models import ExtraRight, LunchCompensation, MealCard
from kumiai.meals.rules import Plan

_sql = sql.load("kumiai.meals")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an outage would give: to whom how much on which day, and who has no day left."""

    holders: int
    credits: tuple[Credit, ...]

    @property
    def given(self) -> tuple[tuple[int, date, Yen], ...]:
        """Member, day and yen of those who have a day on which it can be used."""
        return tuple(
            (one.member_id, one.given_on, one.amount_yen) for one in self.credits if one.given_on
        )

    @property
    def left_over(self) -> int:
        """How many missed their right and have no day left: the office speaks with them."""
        return len(self.credits) - len(self.given)

    @property
    def total_yen(self) -> Yen:
        """The rights given, together."""
        return Yen(sum(yen for _member_id, _day, yen in self.given))


@dataclass(frozen=True, slots=True)
class Given:
    """An outage that was made good."""

    id: int
    day: date
    begins_at: time
    ends_at: time
    given_from: date
    at: datetime
    members: int
    total_yen: Yen


@dataclass(frozen=True, slots=True)
class OnDay:
    """What was given for a day to come: for which outages, and to how many members.

    `lost` of them could use it as things stand, and no longer with the mark that was asked about.
    """

    day: date
    outages: tuple[date, ...]
    members: int
    total_yen: Yen
    lost: int


def preview(*, coop_id: int, outage: Outage) -> Preview:
    """What the outage would give as things stand."""
    holders = _holders(coop_id, outage)
    first, last = outage.given_from, outage.given_from + timedelta(days=DAYS_AHEAD_MAX)
    marks = coops.calendar_marks(coop_id, first, last)
    days = [first + timedelta(days=offset) for offset in range(DAYS_AHEAD_MAX + 1)]
    open_days = {
        day: marks.get(day) for day in days if not coop_rules.is_closed_day(day, marks.get(day))
    }
    return Preview(len(holders), compensating.credited(outage, holders, open_days=open_days))


def given(*, coop_id: int, count: int = 20) -> tuple[Given, ...]:
    """What was given last."""
    rows = (
        LunchCompensation.objects.filter(coop_id=coop_id)
        .annotate(members=Count("extra_rights"), total_yen=Sum("extra_rights__amount_yen"))
        .order_by("-at", "-id")[:count]
    )
    return tuple(
        Given(
            id=row.pk,
            day=row.day,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            given_from=row.given_from,
            at=row.at,
            members=row.members,
            total_yen=Yen(row.total_yen or 0),
        )
        for row in rows
    )


def on_days(*, coop_id: int, first: date, last: date, becomes: DayMark | None) -> tuple[OnDay, ...]:
    """The days from first to last something was given for, if the calendar came to say `becomes`.

    Without days nobody has been given anything for.
    """
    rights = ExtraRight.objects.filter(coop_id=coop_id, date__range=(first, last))
    rows = rights.values_list("date", "compensation__day", "member_id", "amount_yen")
    by_day: dict[date, list[tuple[date, int, int]]] = defaultdict(list)
    for day, outage, member_id, yen in rows.order_by("date", "compensation__day", "member_id"):
        by_day[day].append((outage, member_id, yen))
    wanted = [(coop_id, member, day) for day in by_day for _, member, _ in by_day[day]]
    held = steps.run(connection.connection, at_till.read_days(sorted({*wanted})))
    marks = coops.calendar_marks(coop_id, first, last)
    lost = Counter(
        day
        for (_, day), each in held.items()
        if each.plan.is_open_on(day, marks.get(day)) and not each.plan.is_open_on(day, becomes)
    )
    return tuple(
        OnDay(
            day=day,
            outages=tuple(dict.fromkeys(outage for outage, _, _ in given)),
            members=len({member for _, member, _ in given}),
            total_yen=Yen(sum(yen for _, _, yen in given)),
            lost=lost[day],
        )
        for day, given in by_day.items()
    )


def _holders(coop_id: int, outage: Outage) -> list[Holder]:
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "day": outage.day,
        "begins": datetime.combine(outage.day, outage.begins_at, clock.TOKYO),
        "ends": datetime.combine(outage.day, outage.ends_at, clock.TOKYO),
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.outage_holders, parameters)
        rows = cursor.fetchall()
    asked = at_till.read_days([(coop_id, row[0], outage.day) for row in rows])
    held = steps.run(connection.connection, asked)
    later = _later(coop_id, outage.day)
    return [
        Holder(
            member_id,
            held[member_id, outage.day],
            until,
            given_yen,
            has_eaten,
            tuple(later.get(member_id, ())),
        )
        for member_id, until, given_yen, has_eaten in rows
    ]


def _later(coop_id: int, day: date) -> Mapping[int, Sequence[Plan]]:
    """What the plans of holders' cards become after a day, where they were changed, by member."""
    cards = MealCard.objects.filter(
        coop_id=coop_id, starts_on__gt=day, plan__continues__isnull=False
    )
    found: dict[int, list[Plan]] = defaultdict(list)
    for card in cards.select_related("plan").order_by("starts_on", "id"):
        found[card.member_id].append(plans.stretch(card))
    return found
