"""`/home`: what a member holds and has bought, as of yesterday's end and live."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.meals.queries import Holding
from kumiai.members import rules as members
from kumiai.portal import access, whose, wording
from kumiai.portal import viewer as viewers
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import overviews
from kumiai.purchases import rules as purchase_rules
from kumiai.purchases.overviews import Overview
from kumiai.ui import charts
from kumiai.ui.context import Text
from kumiai.wallet import queries as wallets
from kumiai.wallet.changes import Change, Reason
from kumiai.wallet.queries import PurseFigures, Wallet

MONTHS_OF_PREPAID = 5
MONTHS_OF_GENRES = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a card shows it: the one that leads and as of when; `moves` (words, change) lead
    from it to `live`, which is None where the live figure leads already.
    """

    amount: int
    as_of: date | datetime
    live: int | None
    at: datetime
    moves: tuple[tuple[Text, int], ...]


@require_safe
@access.logged_in
def home(request: ViewersRequest) -> HttpResponse:
    """The top page (guide rows G20 to G27, G29, G36 and B1)."""
    shown = whose.shown(request)
    wallet = wallets.wallet(coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at)
    leads_live = shown.policy.headline == "live"
    context = {
        "shown": shown,
        "is_graduating": members.is_graduating(
            request.viewer.login.graduation_year, clock.tokyo_date(shown.at)
        ),
        "as_of": shown.at if leads_live else wallet.previous_day,
        **(_purses(wallet, shown, leads_live=leads_live) if shown.has_balances else {}),
        **(_bought(shown, wallet, leads_live=leads_live) if shown.has_totals else {}),
        **(_meals(request.viewer.holding, shown) if shown.has_meals else {}),
    }
    eats = [Section.MEALS] if "meal_card" in context else []
    whose.note_looked(shown, Section.BALANCES, Section.TOTALS, *eats)
    return render(request, "portal/home.html", context)


def _purses(wallet: Wallet, shown: Shown, *, leads_live: bool) -> dict[str, Any]:
    def figure(purse: PurseFigures, words: Mapping[Reason, Text]) -> Figure:
        if leads_live:
            return Figure(purse.live, wallet.at, None, wallet.at, ())
        moves = tuple((_move(change, words), change.amount) for change in purse.changes)
        if moves and not shown.has_totals:
            moves = ((_("増減"), purse.live - purse.previous),)
        return Figure(purse.previous, wallet.previous_day, purse.live, wallet.at, moves)

    return {
        "prepaid": figure(wallet.prepaid, wording.PREPAID_MOVES),
        "points": figure(wallet.points, wording.POINT_MOVES),
        "web_points": figure(wallet.web_points, wording.WEB_POINT_MOVES),
        "uncollected": figure(wallet.uncollected, wording.UNCOLLECTED_MOVES),
        "debt_yen": wallet.debt.live,
        "waiting": [(wording.WAITING_SOURCES[money.source], money) for money in wallet.waiting],
        "collectable_yen": wallet.collectable_yen,
        "stores": _stores(shown.coop_id) if wallet.waiting else "",
        "way": wallets.point_block(points_tenths=wallet.points.live, policy=shown.policy),
        "blocks": wallets.web_point_blocks(
            web_points_tenths=wallet.web_points.live, policy=shown.policy
        ),
    }


def _stores(coop_id: int) -> str:
    """Where uncollected money is handed over (guide row G40)."""
    return "・".join(store.name for store in coops.stores_that_hand_over(coop_id))


def _move(change: Change, words: Mapping[Reason, Text]) -> Text:
    """The name of a change, with how often it happened where that is more than once."""
    name = words[change.reason]
    if change.count == 1:
        return name
    return _("%(name)s %(count)s件") % {"name": name, "count": change.count}


def _bought(shown: Shown, wallet: Wallet, *, leads_live: bool) -> dict[str, Any]:
    """Lifetime totals and the two panels, up to the moment that leads."""
    last_day = clock.tokyo_date(shown.at) if leads_live else wallet.previous_day
    months = purchase_rules.months_shown(last_day, count=MONTHS_OF_PREPAID)
    overview = overviews.overview(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        at=shown.at,
        months_from=months[-1],
        months_before=clock.day_start(last_day + timedelta(days=1)),
    )
    by_month = {use.month: use for use in overview.months}
    uses = [by_month.get(month) or overviews.nothing_used(month) for month in reversed(months)]
    return {
        "lifetime": _lifetime(overview, leads_live=leads_live),
        "prepaid_bars": [
            charts.Bar(use.month, use.prepaid_yen, is_running=use.month == months[0])
            for use in uses
        ],
        "genre_stacks": [
            charts.Stack(use.month, tuple(use.genres_yen.values()))
            for use in uses[-MONTHS_OF_GENRES:]
        ],
        "genres": list(wording.GENRES.values()),
        "has_bought": any(use.prepaid_yen or any(use.genres_yen.values()) for use in uses),
    }


def _meals(holding: Holding | None, shown: Shown) -> dict[str, Any]:
    """Today's right of who holds a meal card, and its months (guide rows G29 and B2)."""
    today = clock.tokyo_date(shown.at)
    if not holding or not holding.card.starts_on <= today <= holding.card.ends_on:
        return {}
    used_yen: Counter[date] = Counter()
    for day, yen in holding.used_yen.items():
        used_yen[day.replace(day=1)] += yen
    months = purchase_rules.months_shown(today, count=viewers.MONTHS_OF_MEALS)
    return {
        "meal_card": holding.card,
        "meal_today": holding.card.today(shown.at, used_yen=holding.used_yen.get(today, 0)),
        "meal_bars": [
            charts.Bar(month, used_yen[month], is_running=month == months[0])
            for month in reversed(months)
        ],
    }


def _lifetime(overview: Overview, *, leads_live: bool) -> dict[str, int]:
    """Everything since joining, by any tender (guide row G26); what today added stands apart."""
    before, today = overview.before, overview.today
    live_yen = before.total_yen + today.total_yen
    live_tenths = before.points_tenths + today.points_tenths
    return {
        "yen": live_yen if leads_live else before.total_yen,
        "points_tenths": live_tenths if leads_live else before.points_tenths,
        "live_yen": live_yen,
        "live_tenths": live_tenths,
        "today_count": 0 if leads_live else today.count,
    }
