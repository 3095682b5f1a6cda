"""`/office/settings/calendar`: on which days the co-op is open, and marking days to come."""

import re
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access, claim_dates, meal_plan_words
from kumiai.backoffice.forms.calendar import DaysForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.business_days import actions, queries, rules
from kumiai.coops.business_days.actions import CannotMarkDays
from kumiai.kit import clock
from kumiai.meals import compensations
from kumiai.meals.compensations import OnDay

PROBLEMS = {
    "has_begun": _("明日以降の日付にしてください。過去と今日の営業日は変えられません。"),
    "order": _("最後の日が最初の日より前になっています。"),
    "too_many": _("一度に変えられるのは31日までです。"),
    "too_far": _("2年より先の日付は、まだ変えられません。"),
    "same": _("もうそのようになっています。何も変わりません。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def calendar(request: StaffRequest) -> HttpResponse:
    """A month, the days marked in it, and a form: first looked at, then saved."""
    at = clock.now()
    today = clock.tokyo_date(at)
    if request.method != "POST":
        wanted = _month(request.GET.get("month", ""), today)
        return _page(request, DaysForm(), wanted, today)
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, form, today.replace(day=1), today, status=422)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    problem = rules.problem_with(first, last, today=today)
    if problem is None and "save" in request.POST:
        problem = _save(request, form, at)
        if problem is None:
            return redirect(f"{reverse('office-calendar')}?month={first:%Y-%m}")
    if problem:
        form.add_error("last" if problem == "order" else "first", PROBLEMS[problem])
        return _page(request, form, _month(f"{first:%Y-%m}", today), today, status=409)
    return _page(request, form, first.replace(day=1), today)


def _save(request: StaffRequest, form: DaysForm, at: datetime) -> rules.Problem | None:
    given = form.cleaned_data
    try:
        actions.mark_days(
            coop_id=request.coop.id,
            first=given["first"],
            last=given["last"],
            state=given["state"],
            note=given["note"],
            reason=given["reason"],
            by=request.viewer.actor,
            at=at,
        )
    except CannotMarkDays as refused:
        return refused.problem
    return None


def _month(typed: str, today: date) -> date:
    """The first of the month asked for; of today's where it is none, or too far away."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", typed, re.ASCII)
    asked = date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else today
    near = abs((asked - today).days) <= rules.AHEAD_DAYS_MAX
    return (asked if near else today).replace(day=1)


def _page(
    request: StaffRequest, form: DaysForm, first: date, today: date, *, status: int = 200
) -> HttpResponse:
    """The page; a form without a fault shows what it would change."""
    looked_at = form.is_bound and not form.errors
    compensated = _compensated(request, form) if looked_at else ()
    shown = {
        "form": form,
        "month": queries.month(coop_id=request.coop.id, first=first, today=today),
        "before": queries.previous_month(first),
        "after": queries.next_month(first),
        "looked_at": looked_at,
        "moved": _moved(request, form, today) if looked_at else [],
        "compensated": compensated,
        "lost": meal_plan_words.lost(sum(day.lost for day in compensated)),
        "tomorrow": today + timedelta(days=1),
    }
    return render(request, "backoffice/calendar.html", shown, status=status)


def _moved(request: StaffRequest, form: DaysForm, today: date) -> list[claim_dates.Moved]:
    given = form.cleaned_data
    return claim_dates.moved(
        coop_id=request.coop.id,
        first=given["first"],
        last=given["last"],
        state=given["state"],
        today=today,
    )


def _compensated(request: StaffRequest, form: DaysForm) -> tuple[OnDay, ...]:
    """The days on which somebody was to eat for more, which the marks may take away."""
    given = form.cleaned_data
    return compensations.on_days(
        coop_id=request.coop.id,
        first=given["first"],
        last=given["last"],
        becomes=None if given["state"] == "usual" else given["state"],
    )
