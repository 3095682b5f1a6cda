"""`/meal-card/nutrition`: what meals held, by meal, day and week (guide row G30); holders only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.meals import comparing, dish_rules, dishes, nutrition, reference_intakes
from kumiai.meals import queries as meals
from kumiai.meals.comparing import Choice, Reference
from kumiai.meals.nutrition import Portion, Sum
from kumiai.meals.reference_intakes import Band, Sex
from kumiai.portal import access, nutrients, whose
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import eaten, rules
from kumiai.purchases.eaten import Piece
from kumiai.ui.context import NavItem

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meal:
    """One meal with what it held, dish by dish."""

    facts: eaten.Meal
    total: Sum
    dishes: Sequence[tuple[Piece, Sum]]


@dataclass(frozen=True, slots=True)
class EatenDay:
    """A day on which something was eaten."""

    date: date
    total: Sum
    meals: Sequence[Meal]


@dataclass(frozen=True, slots=True)
class Span:
    """The day or week that is asked for, and its neighbours where the page has them."""

    first: date
    last: date
    is_week: bool
    earlier: date | None
    later: date | None


@require_safe
@access.logged_in
def nutrition_page(request: ViewersRequest) -> HttpResponse:
    """A day or a week; no such page for who has no meal card, or for others once it is hidden."""
    shown = whose.shown(request)
    today = clock.tokyo_date(shown.at)
    if not shown.has_meals:
        return whose.not_shared(request, shown)
    card = meals.held_card(coop_id=shown.coop_id, member_id=shown.member_id, on=today)
    if card is None or (card.hides_nutrition and shown.is_guardian):
        raise Http404
    if card.hides_nutrition:
        return render(request, "portal/nutrition_hidden.html")
    span = _span(request, shown, today)
    whose.note_looked(shown, Section.MEALS)
    wish = meals.nutrition_wish(coop_id=shown.coop_id, member_id=shown.member_id)
    # What a member said of themselves is not to be read off a guardian's page.
    choice = Choice() if shown.is_guardian else wish.choice
    # Who has a birthday in the week is looked at as of the last day that is shown.
    age = comparing.age_on(wish.birth_date, span.last)
    context = _context(shown, span, choice, age)
    return render(request, "portal/nutrition.html", context | {"wish": wish})


def _context(shown: Shown, span: Span, choice: Choice, age: int) -> dict[str, object]:
    days = _days(shown, span)
    references = comparing.references(choice, age=age, day=span.last)
    band = reference_intakes.band_on(span.last, age=age)
    total = sum((day.total for day in days), nutrition.NOTHING)
    count = sum(len(day.meals) for day in days)
    mean = Sum(total.figures.over(max(len(days), 1)), total.known, total.pieces)
    said = comparing.suggestions(total, references, meals=count)
    return {
        "shown": shown,
        "span": span,
        "tabs": _tabs(span),
        "current": _address("week" if span.is_week else "day", span.last),
        "days": days,
        "count": count,
        "total": total,
        "unknown": _unknown(days),
        "bars": nutrients.bars(mean, references),
        "rows": nutrients.rows(mean, references),
        "shares": nutrients.share_rows(_shares(mean, age, span.last)),
        "points": nutrients.points(mean),
        "suggestions": [nutrients.SUGGESTIONS[field] for field, _kind in said],
        "source": _source(span.last),
        "ages": nutrients.ages(band) if band else None,
        "lacks_energy": band is not None and "energy_kcal" not in references,
        "iron_menstruating_ug": _iron_menstruating_ug(band, choice),
        "is_open": choice.sex is None,
    }


def _source(day: date) -> str:
    """The ministry's report, by its name in the reader's language."""
    edition = reference_intakes.edition_on(day)
    if edition is None:
        return ""
    return edition.source_english if translation.get_language() == "en" else edition.source


def _iron_menstruating_ug(band: Band | None, choice: Choice) -> int | None:
    """Nothing where the table has none, and for who has said that they are a man."""
    return band.iron_menstruating_ug if band and choice.sex is not Sex.MALE else None


def _shares(mean: Sum, age: int, day: date) -> Sequence[comparing.Compared]:
    goals: Mapping[str, Reference] = comparing.share_references(age=age, day=day)
    return comparing.shares(mean, goals)


def _days(shown: Shown, span: Span) -> list[EatenDay]:
    """The days on which something was eaten, each dish with the figures it had that day."""
    found = eaten.meals(
        coop_id=shown.coop_id, member_id=shown.member_id, first=span.first, last=span.last
    )
    codes = {piece.code for meal in found for piece in meal.pieces}
    known = dishes.versions(coop_id=shown.coop_id, codes=codes)

    def meal(facts: eaten.Meal) -> Meal:
        parts = []
        for piece in facts.pieces:
            version = dish_rules.on(known.get(piece.code, ()), facts.day)
            portion = Portion(piece.quantity, version.figures if version else None)
            parts.append((piece, nutrition.added([portion])))
        return Meal(facts, sum((part for _piece, part in parts), nutrition.NOTHING), parts)

    by_day: dict[date, list[Meal]] = {}
    for facts in found:
        by_day.setdefault(facts.day, []).append(meal(facts))
    return [
        EatenDay(day, sum((one.total for one in some), nutrition.NOTHING), some)
        for day, some in by_day.items()
    ]


def _unknown(days: Sequence[EatenDay]) -> list[str]:
    """What has no figures, by the names of the receipts, each once."""
    names = [
        piece.name
        for day in days
        for meal in day.meals
        for piece, part in meal.dishes
        if not part.is_whole
    ]
    return list(dict.fromkeys(names))


def _span(request: HttpRequest, shown: Shown, today: date) -> Span:
    """`?day=2026-11-25` or `?week=…` with any day of it; this week where nothing is asked for."""
    first = rules.months_shown(today, count=shown.policy.history_months)[-1]
    is_week = "day" not in request.GET
    wanted = _date(request.GET.get("week" if is_week else "day", today.isoformat()))
    if not first <= wanted <= today:
        raise Http404
    if not is_week:
        earlier, later = wanted - DAY, wanted + DAY
        return Span(
            wanted,
            wanted,
            is_week,
            earlier if earlier >= first else None,
            later if later <= today else None,
        )
    monday = wanted - timedelta(days=wanted.weekday())
    last = min(monday + WEEK - DAY, today)
    return Span(
        monday,
        last,
        is_week,
        monday - DAY if monday > first else None,
        monday + WEEK if monday + WEEK <= today else None,
    )


def _date(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Http404


def _tabs(span: Span) -> list[NavItem]:
    return [
        NavItem(_("週"), _address("week", span.last)),
        NavItem(_("日"), _address("day", span.last)),
    ]


def _address(part: str, day: date) -> str:
    return f"{reverse('nutrition')}?{part}={day.isoformat()}"
