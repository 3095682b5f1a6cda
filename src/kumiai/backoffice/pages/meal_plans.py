"""`/office/meal-plans`: what the co-op offers, and what a manager makes of it from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access, meal_plan_words
from kumiai.backoffice.forms.meal_plans import LastDayForm, NewPlanForm, PlanChangeForm, refuse
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.policy_numbers import Change
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock
from kumiai.meals import actions, plans
from kumiai.meals.actions import CannotSetPlan
from kumiai.meals.plan_rules import Numbers
from kumiai.meals.plans import Part, PlanFacts
from kumiai.ui import wording


@dataclass(frozen=True, slots=True)
class _Row:
    """A stretch of a plan in the list, and what may be done with it."""

    facts: PlanFacts
    part: Part
    today: date

    @property
    def is_coming(self) -> bool:
        """Whether it has not begun."""
        return self.part.plan.starts_on > self.today

    @property
    def limits(self) -> list[tuple[str, str]]:
        """What it gives on kinds of days that differ."""
        return meal_plan_words.limits(Numbers.of(self.part.plan))

    @property
    def may_be_changed(self) -> bool:
        """Said once a plan, beside its last stretch, as long as it is not over."""
        return self.part == self.facts.parts[-1] and self.facts.ends_on >= self.today

    @property
    def may_be_withdrawn(self) -> bool:
        """A whole plan only before it is changed."""
        is_whole_plan = self.part.id == self.facts.id
        return self.is_coming and not (is_whole_plan and len(self.facts.parts) > 1)


@dataclass(frozen=True, slots=True)
class _Look:
    """What would change, looked at before it is saved; `effect` says for how many.

    `warning` is what the office should think of first.
    """

    heading: str
    changes: Sequence[Change]
    effect: str = ""
    warning: str = ""


@require_safe
@access.office(*access.LOOKING)
def meal_plans(request: StaffRequest) -> HttpResponse:
    """The plans of all years with their stretches, and how many hold a card under each."""
    today = clock.tokyo_date(clock.now())
    rows = [
        _Row(facts, part, today)
        for facts in plans.plans(coop_id=request.coop.id)
        for part in facts.parts
    ]
    shown = {
        "rows": rows,
        "today": today,
        "may_change": request.viewer.staff.role is Role.MANAGER,
    }
    return render(request, "backoffice/meal_plans.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def new_plan(request: StaffRequest) -> HttpResponse:
    """Offer one more plan: looked at first, then saved."""
    form = NewPlanForm(request.POST if request.method == "POST" else None)
    title = _("プランを追加する")
    if not form.is_bound or not form.is_valid():
        return _page(request, title, form)
    given = form.cleaned_data
    plan = form.numbers.over(given["starts_on"], given["ends_on"])
    today = clock.tokyo_date(clock.now())
    if problem := plans.problem_with_new(coop_id=request.coop.id, plan=plan, today=today):
        form.refuse(problem)
        return _page(request, title, form)
    if "save" in request.POST:
        return _saved(
            request,
            title,
            form,
            actions.add_plan,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            numbers=form.numbers,
        )
    words = {"first": _written(plan.starts_on), "last": _written(plan.ends_on)}
    heading = _("%(first)sから%(last)sまでのプラン") % words
    return _page(request, title, form, _Look(heading, meal_plan_words.beginnings(form.numbers)))


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def change(request: StaffRequest, plan_id: int) -> HttpResponse:
    """Give a plan other numbers from a day on: who is concerned is said first."""
    facts = _facts(request, plan_id)
    now = Numbers.of(facts.on(clock.tokyo_date(clock.now())).plan)
    title = _("「%(name)s」を変更する") % {"name": now.name}
    if request.method != "POST":
        return _page(request, title, PlanChangeForm.filled_with(now))
    form = PlanChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, title, form)
    day = form.cleaned_data["starts_on"]
    today = clock.tokyo_date(clock.now())
    problem = plans.problem_with_change(
        coop_id=request.coop.id, facts=facts, numbers=form.numbers, day=day, today=today
    )
    if problem:
        form.refuse(problem)
        return _page(request, title, form)
    if "save" in request.POST:
        given = {"plan_id": plan_id, "numbers": form.numbers, "starts_on": day}
        return _saved(request, title, form, actions.change_plan, **given)
    part = facts.on(day).plan
    heading = _("%(day)sから変わるところ") % {"day": _written(day)}
    changes = meal_plan_words.changes(Numbers.of(part), form.numbers)
    effect = meal_plan_words.reach(plans.holders_from(facts=facts, day=day), part.ends_on)
    becomes = form.numbers.over(day, part.ends_on)
    lost = plans.extra_rights_lost(coop_id=request.coop.id, facts=facts, day=day, becomes=becomes)
    look = _Look(heading, changes, effect, meal_plan_words.lost(lost))
    return _page(request, title, form, look)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def last_day(request: StaffRequest, plan_id: int) -> HttpResponse:
    """End a plan earlier or later: whose cards end on another day is said first."""
    facts = _facts(request, plan_id)
    part = facts.parts[-1].plan
    title = _("「%(name)s」の最終日を変える") % {"name": part.name}
    form = LastDayForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, title, form)
    last = form.cleaned_data["ends_on"]
    today = clock.tokyo_date(clock.now())
    problem = plans.problem_with_last_day(
        coop_id=request.coop.id, facts=facts, last=last, today=today
    )
    if problem:
        form.refuse(problem)
        return _page(request, title, form)
    if "save" in request.POST:
        given = {"plan_id": plan_id, "ends_on": last}
        return _saved(request, title, form, actions.set_last_day, **given)
    changes = [Change(_("最終日"), _written(part.ends_on), _written(last))]  # type: ignore[arg-type]
    moved = plans.holders_whose_last_day_moves(facts=facts, last=last)
    lost = plans.extra_rights_lost(
        coop_id=request.coop.id, facts=facts, day=last + timedelta(days=1), becomes=None
    )
    look = _Look(
        _("変わるところ"), changes, meal_plan_words.moved(moved), meal_plan_words.lost(lost)
    )
    return _page(request, title, form, look)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def withdrawal(request: StaffRequest, plan_id: int) -> HttpResponse:
    """Take back a plan or a change that has not begun."""
    facts = _facts(request, plan_id)
    part = next(part for part in facts.parts if part.id == plan_id)
    if part.plan.starts_on <= clock.tokyo_date(clock.now()):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.withdraw_plan(**_asked(request, form), plan_id=plan_id)
        except CannotSetPlan as refused:
            refuse(form, refused.problem)
            status = 409
        else:
            return redirect("office-meal-plans")
    shown = {"form": form, "part": part, "is_change": part.id != facts.id}
    return render(request, "backoffice/meal_plan_withdrawal.html", shown, status=status)


def _facts(request: StaffRequest, plan_id: int) -> PlanFacts:
    facts = plans.plan(coop_id=request.coop.id, plan_id=plan_id)
    if facts is None:
        raise Http404
    return facts


def _asked(request: StaffRequest, form: ReasonForm) -> dict[str, Any]:
    return {
        "coop_id": request.coop.id,
        "reason": form.cleaned_data["reason"],
        "by": request.viewer.actor,
        "at": clock.now(),
    }


def _saved(
    request: StaffRequest,
    title: str,
    form: Any,
    act: Any,
    **given: Any,
) -> HttpResponse:
    """Do it; where somebody else was quicker, say what speaks against it now."""
    try:
        act(**_asked(request, form), **given)
    except CannotSetPlan as refused:
        form.refuse(refused.problem)
        return _page(request, title, form, status=409)
    return redirect("office-meal-plans")


def _written(day: date) -> str:
    return wording.long_date(day, get_language() or "ja")


def _page(
    request: StaffRequest,
    title: str,
    form: ReasonForm,
    look: _Look | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {"title": title, "form": form, "look": look}
    status = 422 if status == 200 and form.errors else status
    return render(request, "backoffice/meal_plan.html", shown, status=status)
