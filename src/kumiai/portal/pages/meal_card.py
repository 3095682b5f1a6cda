"""`/meal-card`: what a holder has eaten and may still eat for; never a balance (rows G30, B2)."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.meals import queries as meals
from kumiai.meals.queries import DayUse, HeldCard
from kumiai.portal import access, histories, whose, wording
from kumiai.portal.histories import Asked
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import rules as purchase_rules
from kumiai.purchases.queries import PurchaseFacts
from kumiai.ui import charts


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's calendar; `is_open` where the card is good on it."""

    date: date
    used_yen: int
    is_open: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Meal:
    """One meal: the purchase, and what the card paid of it in yen."""

    facts: PurchaseFacts
    card_yen: int


@require_safe
@access.logged_in
def meal_card(request: ViewersRequest) -> HttpResponse:
    """Today, the term, and one month; there is no such page for who has no meal card."""
    shown = whose.shown(request)
    today = clock.tokyo_date(shown.at)
    if not shown.has_meals:
        return whose.not_shared(request, shown)
    holding = request.viewer.holding
    if not holding:
        raise Http404
    card = holding.card
    whose.note_looked(shown, Section.MEALS)
    months = purchase_rules.months_shown(today, count=shown.policy.history_months)
    month = _month(request, months)
    last = purchase_rules.month_after(month) - timedelta(days=1)
    days = meals.days_used(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        first=min(month, card.starts_on),
        last=max(last, today),
    )
    used = [day for day in days if month <= day.date <= last]
    at = months.index(month)
    context = {
        "card": card,
        "is_running": card.starts_on <= today <= card.ends_on,
        "today": card.today(
            shown.at, used_yen=sum(day.used_yen for day in days if day.date == today)
        ),
        "day_limits": wording.day_limits(card.plan),
        "extra_rights": list(card.extra_rights.items()),
        "plan_changes": [(plan, wording.day_limits(plan)) for plan in card.changes_after(today)],
        "at": shown.at,
        "term": meals.term_use(card=card, days=days, until=today),
        "month": month,
        "earlier": months[at + 1] if at + 1 < len(months) else None,
        "later": months[at - 1] if at else None,
        "month_yen": sum(day.used_yen for day in used),
        "month_days": len(used),
        "limit_yen": card.limit_on(min(last, today)),
        "bars": _bars(month, last, used, today),
        "weeks": _weeks(month, used, card, today),
        "meals": _meals(shown, month),
        "shown": shown,
    }
    return render(request, "portal/meal_card.html", context)


def _month(request: HttpRequest, months: Sequence[date]) -> date:
    """One of the months that the history has; this month where none is asked for."""
    wanted = histories.wanted_month(request, months[0])
    if wanted not in months:
        raise Http404
    return wanted


def _bars(first: date, last: date, used: Sequence[DayUse], today: date) -> list[charts.Bar]:
    """Every day of the month so far, also those on which nothing was eaten."""
    by_day = {day.date: day.used_yen for day in used}
    days = [first + timedelta(days=offset) for offset in range((min(last, today) - first).days + 1)]
    return [charts.Bar(day, by_day.get(day, 0), is_running=day == today) for day in days]


def _weeks(
    month: date, used: Sequence[DayUse], card: HeldCard, today: date
) -> list[list[Day | None]]:
    """The month in weeks from Monday on, None for the days of its neighbours."""
    by_day = {day.date: day.used_yen for day in used}

    def day(number: int) -> Day | None:
        if not number:
            return None
        here = month.replace(day=number)
        return Day(
            date=here,
            used_yen=by_day.get(here, 0),
            is_open=card.is_open_on(here),
            is_today=here == today,
        )

    weeks = calendar.Calendar().monthdayscalendar(month.year, month.month)
    return [[day(number) for number in week] for week in weeks]


def _meals(shown: Shown, month: date) -> list[Meal]:
    """What the card paid of, the latest first."""
    found = histories.bought_in(shown, Asked(key="all", month=month))
    paid = ((facts, dict(facts.tenders).get("meal_card", 0)) for facts in found)
    return [Meal(facts, yen) for facts, yen in paid if yen]
