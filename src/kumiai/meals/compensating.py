"""Lunch compensation: who could not use their right in an outage, and what they get for it. Pure.

A meal card is a right, never money, so what was missed comes back as a right: so much more may be
eaten for on one later day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kumiai.coops.rules import DayMark
from kumiai.kit import clock
from kumiai.kit.money import Yen
from kumiai.meals.at_till import Held
from kumiai.meals.rules import Plan, Window

CREDIT_YEN_MAX = 10_000
DAYS_BACK_MAX = 62
DAYS_AHEAD_MAX = 60


@dataclass(frozen=True, slots=True)
class Outage:
    """When no meal card could be used: hours of a day in Tokyo, the end not included.

    Each holder gets at most `most_yen`, on the first day from `given_from` on that is theirs.
    """

    day: date
    begins_at: time
    ends_at: time
    most_yen: int
    given_from: date


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a card on the day: what they held then, and what they had.

    `given_yen` is what was given for that day already, and `has_eaten` whether the card was used
    in the hours of the outage after all. `later` is what the card's plan becomes on days to come,
    each from a day to a day of the card.
    """

    member_id: int
    held: Held
    holds_until: date
    given_yen: int
    has_eaten: bool
    later: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """What somebody gets; `given_on` None where their card has no day left for it."""

    member_id: int
    amount_yen: Yen
    given_on: date | None


class OutageProblem(StrEnum):
    """Why nothing can be given for an outage."""

    HOURS = "hours"
    NOT_OVER = "not_over"
    LONG_AGO = "long_ago"
    AMOUNT = "amount"
    TOO_SOON = "too_soon"
    TOO_LATE = "too_late"


def problem_with(outage: Outage, *, at: datetime) -> OutageProblem | None:
    """What is wrong with it; the given day is to come, so that everybody hears of it before."""
    today = clock.tokyo_date(at)
    soonest, latest = today + timedelta(days=1), today + timedelta(days=DAYS_AHEAD_MAX)
    checks = {
        OutageProblem.HOURS: outage.ends_at <= outage.begins_at,
        OutageProblem.NOT_OVER: datetime.combine(outage.day, outage.ends_at, clock.TOKYO) > at,
        OutageProblem.LONG_AGO: outage.day < today - timedelta(days=DAYS_BACK_MAX),
        OutageProblem.AMOUNT: not 1 <= outage.most_yen <= CREDIT_YEN_MAX,
        OutageProblem.TOO_SOON: outage.given_from < soonest,
        OutageProblem.TOO_LATE: outage.given_from > latest,
    }
    return next((problem for problem, is_so in checks.items() if is_so), None)


def credited(
    outage: Outage, holders: Iterable[Holder], *, open_days: Mapping[date, DayMark | None]
) -> tuple[Credit, ...]:
    """What each holder gets who could not use their right.

    `open_days` are the co-op's in order, from given_from, each with what the calendar says of it.
    It is the unused rest of the day and of the windows the outage fell in, at most what the office
    says and never twice for the same rest. Who used the card meanwhile could use it; whose plan
    was closed then has missed nothing.
    """
    found = []
    for holder in holders:
        amount = min(_missed_yen(holder.held, outage) - holder.given_yen, outage.most_yen)
        if amount > 0 and not holder.has_eaten:
            given_on = _first_day(holder, open_days)
            found.append(Credit(holder.member_id, Yen(amount), given_on))
    return tuple(found)


def _missed_yen(held: Held, outage: Outage) -> int:
    """How much could have been used during the outage, by all the windows it fell in."""
    if not held.plan.is_open_on(outage.day, held.mark):
        return 0
    hours = held.plan.hours or (Window(None, None),)
    fell_in = [window for window in hours if window.meets(outage.begins_at, outage.ends_at)]
    moments = [_moment(window, outage) for window in fell_in]
    rights = [held.right(datetime.combine(outage.day, at, clock.TOKYO)) for at in moments]
    if not rights:
        return 0
    day_yen = rights[0].limit_yen - rights[0].used_yen
    return min(day_yen, sum(right.left_yen for right in rights))


def _moment(window: Window, outage: Outage) -> time:
    """Some moment of the outage within a window."""
    return max(window.opens_at or time.min, outage.begins_at)


def _first_day(holder: Holder, open_days: Mapping[date, DayMark | None]) -> date | None:
    return next((day for day, mark in open_days.items() if _is_theirs(holder, day, mark)), None)


def _is_theirs(holder: Holder, day: date, mark: DayMark | None) -> bool:
    """Whether the holder's card is good on a day, by what its plan is then."""
    plan = holder.held.plan
    if day <= min(holder.holds_until, plan.ends_on):
        return plan.is_open_on(day, mark)
    return any(each.is_open_on(day, mark) for each in holder.later)
