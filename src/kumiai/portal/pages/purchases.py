"""`/purchases`: what was bought and what came in, month by month, in the guide's tabs."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.kit import clock
from kumiai.portal import access, histories, whose, wording
from kumiai.portal.histories import TABS, Asked
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import queries
from kumiai.purchases.queries import PurchaseFacts, ReversalFacts
from kumiai.ui.context import NavItem, Text
from kumiai.wallet.changes import Reason
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
    """A purchase with its tenders in words, and the reversals with theirs."""

    facts: PurchaseFacts
    tenders: Sequence[tuple[Text, int]]
    reversals: Sequence["Returned"]


@dataclass(frozen=True, slots=True)
class Returned:
    """A reversal with what it gave back in words."""

    facts: ReversalFacts
    tenders: Sequence[tuple[Text, int]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of the prepaid purse, or of a debt, in words; a top-up may have been taken back."""

    step: Step
    what: Text
    taken_back_at: datetime | None


@require_safe
@access.logged_in
def purchases(request: ViewersRequest) -> HttpResponse:
    """A month of the history (guide rows G28 and G35)."""
    shown = whose.shown(request)
    stores = coops.stores(shown.coop_id)
    asked = histories.asked(request, stores, clock.tokyo_date(shown.at))
    if not asked.tab.sections <= shown.seen:
        return whose.not_shared(request, shown)
    choices = histories.month_choices(asked, shown)
    month = min(max(asked.month, choices[-1]), choices[0])
    if month != asked.month:
        return redirect(_address(replace(asked, month=month)))
    whose.note_looked(shown, *asked.tab.sections, *histories.SINGLE)
    context = {
        "shown": shown,
        "asked": asked,
        "tab": asked.key,
        **_ways(asked, shown),
        "months": _months(month, choices),
        "history_months": shown.policy.history_months,
        **(
            _purchases(shown, asked, emoney_name=request.coop.emoney_name)
            | {"stores": stores, "genres": [(key, wording.GENRES[key]) for key in asked.tab.genres]}
            if asked.genres
            else _steps(shown, asked)
        ),
    }
    return render(request, "portal/purchases.html", context)


def _ways(asked: Asked, shown: Shown) -> dict[str, Any]:
    """The tabs of this row and the way to the other; and of one by genre, how it was paid."""
    keys = [key for key, tab in TABS.items() if tab.sections <= shown.seen]
    row = [key for key in keys if TABS[key].by_genre == asked.tab.by_genre]
    other = next((key for key in keys if TABS[key].by_genre != asked.tab.by_genre), None)
    # From genre to genre, how it was paid stays; the other tabs begin anew.
    means = asked.means if asked.tab.by_genre else ""
    addresses = {key: _address(Asked(key=key, month=asked.month, means=means)) for key in row}
    return {
        "tabs": [NavItem(TABS[key].name, address) for key, address in addresses.items()],
        "here": addresses[asked.key],
        "other_way": _address(Asked(key=other, month=asked.month)) if other else "",
        "paid_prepaid": _address(replace(asked, means="")),
        "paid_any": _address(replace(asked, means="any")),
    }


def _address(asked: Asked) -> str:
    return f"{reverse('purchases')}?{asked.query}"


def _months(month: date, choices: Sequence[date]) -> Months:
    at = choices.index(month)
    return Months(
        shown=month,
        earlier=choices[at + 1] if at + 1 < len(choices) else None,
        later=choices[at - 1] if at else None,
        choices=choices,
    )


def _purchases(shown: Shown, asked: Asked, *, emoney_name: str) -> dict[str, Any]:
    found = histories.bought_in(shown, asked)
    names = wording.TENDERS | {"prepaid": emoney_name}
    by_genre = dict.fromkeys(asked.genres, 0)
    for line in itertools.chain.from_iterable(facts.lines for facts in found):
        if line.genre in by_genre:
            by_genre[line.genre] += line.left_yen
    bought = [_bought(facts, names) for facts in found]
    return {
        "days": _by_day(bought, lambda each: clock.tokyo_date(each.facts.posted_at)),
        "count": len(found),
        "total_yen": sum(by_genre.values()),
        "sums": [(wording.GENRES[genre], yen) for genre, yen in by_genre.items()],
        "points_tenths": sum(facts.points_left_tenths for facts in found),
    }


def _bought(facts: PurchaseFacts, names: Mapping[str, Text]) -> Bought:
    reversals = facts.taken_back.reversals if facts.taken_back else ()
    return Bought(
        facts,
        [(names[kind], yen) for kind, yen in facts.tenders],
        [
            Returned(facts, [(names[kind], yen) for kind, yen in facts.tenders])
            for facts in reversals
        ],
    )


def _steps(shown: Shown, asked: Asked) -> dict[str, Any]:
    story = histories.moved_in(shown, asked.month)
    is_whole = asked.key == "prepaid"
    steps = [step for step in reversed(story.steps) if is_whole or histories.is_top_up(step)]
    taken_back = queries.reversed_top_ups(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        entry_ids={step.entry_id for step in steps if step.reason is Reason.TOP_UP},
    )
    moved = [Moved(step, wording.of_step(step), taken_back.get(step.entry_id)) for step in steps]
    came_in = sum(step.size_yen for step in steps if histories.comes_in(step))
    went_out = sum(step.size_yen for step in steps if not histories.comes_in(step))
    return {
        "story": story,
        "days": _by_day(moved, lambda each: clock.tokyo_date(each.step.posted_at)),
        "count": len(moved),
        "total_yen": came_in if is_whole else came_in - went_out,
        "sums": _by_reason(moved),
        "repaid_yen": _went_down(story, is_debt=True),
        "paid_yen": _went_down(story, is_debt=False),
    }


def _by_reason(moved: Sequence[Moved]) -> list[tuple[Text, int]]:
    """What came in by each way, and what of it was taken back, below zero."""
    sums: dict[Text, int] = {}
    for each in moved:
        signed = each.step.size_yen if histories.comes_in(each.step) else -each.step.size_yen
        sums[each.what] = sums.get(each.what, 0) + signed
    return list(sums.items())


def _went_down(story: PrepaidStory, *, is_debt: bool) -> int:
    """What left the prepaid purse, or what was paid of a debt."""
    return sum(
        step.size_yen for step in story.steps if step.is_debt == is_debt and step.change_yen < 0
    )


def _by_day(
    items: Sequence[Any], day_of: Callable[[Any], date]
) -> list[tuple[date, Sequence[Any]]]:
    return [(day, list(group)) for day, group in itertools.groupby(items, day_of)]
