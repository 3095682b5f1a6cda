"""`/purchases`: what was bought and what came in, month by month, in the guide's tabs."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kumiai.kit import clock
from kumiai.portal import access, histories, whose, wording
from kumiai.portal.histories import TABS
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases.queries import PurchaseFacts
from kumiai.ui.context import NavItem, Text
from kumiai.wallet.queries import PrepaidStory, Step


@dataclass(frozen=True, slots=True)
class Months:
    """The month shown, its neighbours where there are any, and all that can be chosen."""

    shown: date
    earlier: date | None
    later: date | None
    choices: Sequence[date]


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase with its tenders in words."""

    facts: PurchaseFacts
    tenders: Sequence[tuple[Text, int]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of the prepaid purse, or of a debt, in words."""

    step: Step
    what: Text


@require_safe
@access.logged_in
def purchases(request: ViewersRequest) -> HttpResponse:
    """A month of the history (guide rows G28, G34 and G35)."""
    shown = whose.shown(request)
    key = histories.tab_key(request)
    if not TABS[key].sections <= shown.seen:
        return whose.not_shared(request, shown)
    choices = histories.month_choices(TABS[key], shown)
    wanted = histories.wanted_month(request, choices[0])
    month = min(max(wanted, choices[-1]), choices[0])
    if month != wanted:
        return redirect(_address(key, month))
    whose.note_looked(shown, *TABS[key].sections, *histories.SINGLE)
    context = {
        "shown": shown,
        "tab": key,
        "tabs": _tabs(month, shown),
        "here": _address(key, month),
        "months": _months(month, choices),
        "history_months": shown.policy.history_months,
        **(
            _purchases(shown, month, TABS[key].genres, emoney_name=request.coop.emoney_name)
            if TABS[key].genres
            else _steps(shown, month, is_whole=key == "prepaid")
        ),
    }
    return render(request, "portal/purchases.html", context)


def _tabs(month: date, shown: Shown) -> list[NavItem]:
    return [
        NavItem(tab.name, _address(key, month))
        for key, tab in TABS.items()
        if tab.sections <= shown.seen
    ]


def _address(key: str, month: date) -> str:
    return reverse("purchases") + "?" + urlencode({"tab": key, "month": f"{month:%Y-%m}"})


def _months(month: date, choices: Sequence[date]) -> Months:
    at = choices.index(month)
    return Months(
        shown=month,
        earlier=choices[at + 1] if at + 1 < len(choices) else None,
        later=choices[at - 1] if at else None,
        choices=choices,
    )


def _purchases(
    shown: Shown, month: date, genres: Sequence[str], *, emoney_name: str
) -> dict[str, Any]:
    found = histories.bought_in(shown, month, genres)
    names = wording.TENDERS | {"prepaid": emoney_name}
    bought = [Bought(facts, [(names[kind], yen) for kind, yen in facts.tenders]) for facts in found]
    by_genre = dict.fromkeys(genres, 0)
    for line in itertools.chain.from_iterable(facts.lines for facts in found):
        if line.genre in by_genre:
            by_genre[line.genre] += line.left_yen
    return {
        "days": _by_day(bought, lambda each: clock.tokyo_date(each.facts.posted_at)),
        "count": len(found),
        "total_yen": sum(by_genre.values()),
        "sums": [(wording.GENRES[genre], yen) for genre, yen in by_genre.items()],
        "points_tenths": sum(facts.points_left_tenths for facts in found),
    }


def _steps(shown: Shown, month: date, *, is_whole: bool) -> dict[str, Any]:
    story = histories.moved_in(shown, month)
    steps = [step for step in reversed(story.steps) if is_whole or histories.comes_in(step)]
    moved = [Moved(step, wording.of_step(step)) for step in steps]
    return {
        "story": story,
        "days": _by_day(moved, lambda each: clock.tokyo_date(each.step.posted_at)),
        "count": len(moved),
        "total_yen": sum(abs(step.change_yen) for step in steps if histories.comes_in(step)),
        "repaid_yen": _went_down(story, is_debt=True),
        "paid_yen": _went_down(story, is_debt=False),
    }


def _went_down(story: PrepaidStory, *, is_debt: bool) -> int:
    """What left the prepaid purse, or what was paid of a debt."""
    return sum(
        step.size_yen for step in story.steps if step.is_debt == is_debt and step.change_yen < 0
    )


def _by_day(
    items: Sequence[Any], day_of: Callable[[Any], date]
) -> list[tuple[date, Sequence[Any]]]:
    return [(day, list(group)) for day, group in itertools.groupby(items, day_of)]
