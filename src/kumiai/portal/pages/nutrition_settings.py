"""`/meal-card/nutrition/settings`: what a member says for the page, and whether it is shown."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.kit import clock
from kumiai.meals import actions
from kumiai.meals import queries as meals
from kumiai.meals.queries import HeldCard
from kumiai.portal import access, whose
from kumiai.portal.forms.nutrition import NutritionForm
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def settings(request: ViewersRequest) -> HttpResponse:
    """The member's own choice: no guardian sees it, nor that there is one."""
    shown, card = _own(request)
    if request.method != "POST":
        wish = meals.nutrition_wish(coop_id=shown.coop_id, member_id=shown.member_id)
        return _page(request, shown, card, NutritionForm.of(wish.choice))
    if "forget" in request.POST:
        actions.forget_for_nutrition(coop_id=shown.coop_id, member_id=shown.member_id)
        return redirect(reverse("nutrition-settings") + "?changed")
    form = NutritionForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, card, form, status=422)
    actions.choose_for_nutrition(
        coop_id=shown.coop_id, member_id=shown.member_id, choice=form.choice, at=shown.at
    )
    return redirect(reverse("nutrition-settings") + "?changed")


@require_POST
@access.logged_in
def showing(request: ViewersRequest) -> HttpResponse:
    """Hide the nutrition, or show it again."""
    shown, _card = _own(request)
    verb = actions.hide_nutrition
    if request.POST.get("wanted") == "shown":
        verb = actions.show_nutrition
    verb(coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at)
    return redirect("nutrition")


def _own(request: ViewersRequest) -> tuple[Shown, HeldCard]:
    """The holder's own page; for everybody else there is none."""
    shown = whose.shown(request)
    today = clock.tokyo_date(shown.at)
    card = meals.held_card(coop_id=shown.coop_id, member_id=shown.member_id, on=today)
    if shown.is_guardian or card is None:
        raise Http404
    return shown, card


def _page(
    request: ViewersRequest,
    shown: Shown,
    card: HeldCard,
    form: NutritionForm,
    status: int = 200,
) -> HttpResponse:
    wish = meals.nutrition_wish(coop_id=shown.coop_id, member_id=shown.member_id)
    context = {"form": form, "wish": wish, "card": card, "is_changed": "changed" in request.GET}
    return render(request, "portal/nutrition_settings.html", context, status=status)
