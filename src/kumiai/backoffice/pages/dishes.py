"""`/office/dishes`: what dishes hold, in versions, and taking in a file of them."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access
from kumiai.backoffice.forms.dishes import DishFileForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.kit import clock
from kumiai.meals import actions, imports
from kumiai.meals import dishes as meals
from kumiai.meals.dish_rules import Step, Version
from kumiai.meals.dishes import Planned
from kumiai.meals.imports import NotADishFile
from kumiai.meals.nutrition import NUTRIENTS, written
from kumiai.ui import paging

PROBLEMS_SHOWN_MAX = 200
A_PAGE = 100
_COLOURS = {
    "red_tenths": _("赤（点）"),
    "green_tenths": _("緑（点）"),
    "yellow_tenths": _("黄（点）"),
}


@require_safe
@access.office(*access.DESK)
def dishes(request: StaffRequest) -> HttpResponse:
    """Every dish with what counts today."""
    at = clock.now()
    every = meals.dishes_on(coop_id=request.coop.id, day=clock.tokyo_date(at))
    shown = {
        "dishes": paging.page(request.GET, "dishes", size=A_PAGE, part=lambda part: every[part]),
        "at": at,
        "is_taken_in": "taken-in" in request.GET,
    }
    return render(request, "backoffice/dishes.html", shown)


@require_safe
@access.office(*access.DESK)
def dish(request: StaffRequest, code: str) -> HttpResponse:
    """One dish with all its versions, the latest first."""
    known = meals.versions(coop_id=request.coop.id, codes=[code]).get(code)
    if not known:
        raise Http404
    rows = [
        (_named(field), [_figure(one, field) for one in reversed(known)]) for field in NUTRIENTS
    ]
    shown = {"code": code, "versions": list(reversed(known)), "rows": rows}
    return render(request, "backoffice/dish.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.DESK)
def dish_file(request: StaffRequest) -> HttpResponse:
    """First what the file would do, row by row; then it is taken in, whole or not at all."""
    at = clock.now()
    if request.method != "POST":
        return _page(request, DishFileForm())
    form = DishFileForm(request.POST, request.FILES)
    found = _planned(request, form, at) if form.is_valid() else None
    if found is None:
        return _page(request, form, status=422)
    if found.file.problems:
        return _page(request, form, found, status=422)
    if request.POST.get("step") != "take_in":
        return _page(request, form.keeping(), found)
    try:
        actions.take_in_dishes(
            coop_id=request.coop.id,
            file=found.file,
            by=request.viewer.actor,
            at=at,
            is_correction=form.cleaned_data["is_correction"],
        )
    except actions.CannotTakeIn:
        # Somebody else has taken in another file meanwhile: look again.
        return _page(request, form, _planned(request, form, at), status=409)
    return redirect(reverse("office-dishes") + "?taken-in")


def _planned(request: StaffRequest, form: DishFileForm, at: datetime) -> Planned | None:
    """What the file would do; None where it is none, which stands in the form then."""
    today = clock.tokyo_date(at)
    try:
        file = imports.read(
            form.cleaned_data["raw"], starts_on=form.cleaned_data["starts_on"] or today
        )
    except NotADishFile as problem:
        said = str(problem) if get_language() == "en" else problem.japanese
        form.add_error("file", said)
        return None
    return meals.planned(
        file,
        coop_id=request.coop.id,
        today=today,
        is_correction=form.cleaned_data["is_correction"],
    )


def _page(
    request: StaffRequest, form: DishFileForm, found: Planned | None = None, status: int = 200
) -> HttpResponse:
    shown: dict[str, object] = {"form": form, "headers": imports.HEADER_OF.values()}
    if found:
        shown |= {
            "planned": found,
            "problems": found.file.problems[:PROBLEMS_SHOWN_MAX],
            "new": found.counts[Step.NEW],
            "changed": found.counts[Step.CHANGED],
            "unchanged": found.counts[Step.UNCHANGED],
            "rows": [(row, step) for row, step in found.steps if step is not Step.UNCHANGED],
        }
    return render(request, "backoffice/dish_file.html", shown, status=status)


def _named(field: str) -> str:
    """A nutrient with its unit; the three colours are counted in points of their own."""
    if field in _COLOURS:
        return str(_COLOURS[field])
    nutrient = NUTRIENTS[field]
    named = {"name": gettext(nutrient.name), "unit": nutrient.unit}
    return gettext("%(name)s（%(unit)s）") % named


def _figure(version: Version, field: str) -> str:
    return written(field, getattr(version.figures, field))
