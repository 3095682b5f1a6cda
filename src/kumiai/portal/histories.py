"""The tabs of the history and the months they go back: for the page and for what is taken along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.portal.whose import Shown
from kumiai.purchases import queries, rules
from kumiai.purchases.queries import PurchaseFacts
from kumiai.ui.context import Text
from kumiai.wallet import queries as wallets
from kumiai.wallet.queries import PrepaidStory, Step

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
SINGLE = frozenset({Section.TOTALS, Section.LINES})


@dataclass(frozen=True, slots=True)
class Tab:
    """One way of looking at the history; `genres` for those of purchases.

    `since_joining` where the months go back to the first purchase. A guardian sees the tab whose
    `sections` are all shared.
    """

    name: Text
    genres: Sequence[str] = ()
    since_joining: bool = False
    sections: frozenset[Section] = SINGLE


TABS = {
    "all": Tab(_("全購入履歴"), queries.GENRES, sections=frozenset({Section.TOTALS})),
    "food": Tab(_("食の履歴"), ("food",)),
    "learning": Tab(_("学びの履歴"), queries.LEARNING, since_joining=True),
    "top-ups": Tab(_("入金履歴"), sections=SINGLE | {Section.BALANCES}),
    "prepaid": Tab(_("プリペ履歴"), sections=SINGLE | {Section.BALANCES}),
}


def tab_key(request: HttpRequest) -> str:
    """`?tab=food`; a page that never was for anything else."""
    key = request.GET.get("tab", "all")
    if key not in TABS:
        raise Http404
    return key


def month_choices(tab: Tab, shown: Shown) -> list[date]:
    """The months of a tab, the latest first: so many, or since the first purchase."""
    today = clock.tokyo_date(shown.at)
    months = rules.months_shown(today, count=shown.policy.history_months)
    if not tab.since_joining:
        return months
    first = queries.first_day(coop_id=shown.coop_id, member_id=shown.member_id)
    return max(months, rules.months_since(first, today) if first else [], key=len)


def wanted_month(request: HttpRequest, usual: date) -> date:
    """`?month=2026-11`; a page that never was for anything else."""
    text = request.GET.get("month")
    if text is None:
        return usual
    found = _MONTH.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    raise Http404


def bought_in(shown: Shown, month: date, genres: Sequence[str]) -> tuple[PurchaseFacts, ...]:
    """The purchases of a month that hold something of these genres, the latest first."""
    return queries.purchases(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        since=clock.day_start(month),
        before=clock.day_start(rules.month_after(month)),
        genres=genres,
    )


def moved_in(shown: Shown, month: date) -> PrepaidStory:
    """How prepaid money moved in a month, oldest first."""
    return wallets.prepaid_story(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        since=clock.day_start(month),
        before=clock.day_start(rules.month_after(month)),
    )


def comes_in(step: Step) -> bool:
    """Money that came in; what it paid of a debt came in as well."""
    return (step.change_yen > 0) != step.is_debt
