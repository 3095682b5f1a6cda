"""Lunch compensation: who could not use their right in an outage, and what they get for it. Pure.

A meal card is a right, never money, so what was missed comes back as a right: so much more may be
eaten for on one later day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kumiai.kit import clock
from kumiai.kit.money import Yen
from kumiai.meals.rules import Plan

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
    """Somebody with a card on the day: the plan with the day's whole limit, and what they had.

    `used_yen` is what was used of the day, `given_yen` what was given for that day already, and
    `has_eaten` whether the card was used in the hours of the outage after all. `later` is what
    the card's plan becomes on days to come, each from a day to a day of the card.
    """

    member_id: int
    plan: Plan
    holds_until: date
    used_yen: int
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
    outage: Outage, holders: Iterable[Holder], *, open_days: Sequence[date]
) -> tuple[Credit, ...]:
    """What each holder gets who could not use their right; `open_days` in order, from given_from.

    The unused rest of the day, at most what the office says and never twice for the same rest.
    Who used the card meanwhile could use it; whose plan was closed then has missed nothing.
    """
    found = []
    for holder in holders:
        left = holder.plan.daily_limit_yen - holder.used_yen - holder.given_yen
        amount = min(left, outage.most_yen)
        if amount > 0 and not holder.has_eaten and _was_good(holder.plan, outage):
            given_on = _first_day(holder, open_days)
            found.append(Credit(holder.member_id, Yen(amount), given_on))
    return tuple(found)


def _was_good(plan: Plan, outage: Outage) -> bool:
    """Whether the plan could have been used at some moment of the outage."""
    return (
        plan.starts_on <= outage.day <= plan.ends_on
        and outage.day.weekday() in plan.weekdays
        and (plan.opens_at is None or plan.opens_at < outage.ends_at)
        and (plan.closes_at is None or plan.closes_at > outage.begins_at)
    )


def _first_day(holder: Holder, open_days: Sequence[date]) -> date | None:
    return next((day for day in open_days if _is_theirs(holder, day)), None)


def _is_theirs(holder: Holder, day: date) -> bool:
    """Whether the holder's card is good on a day, by what its plan is then."""
    plan = holder.plan
    if day <= min(holder.holds_until, plan.ends_on):
        return day.weekday() in plan.weekdays
    return any(
        each.starts_on <= day <= each.ends_on and day.weekday() in each.weekdays
        for each in holder.later
    )
