"""`/office/reports/day`: the day close of a store, and counting its drawers."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kumiai.backoffice import access
from kumiai.backoffice.forms.reports import DrawerCountForm, StoreDayForm
from kumiai.backoffice.pages import reports
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import queries as coops
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock
from kumiai.reports import actions, days, papers
from kumiai.reports.actions import CannotCountDrawer


@require_safe
@access.office(*access.COUNTING)
def day_close(request: StaffRequest) -> HttpResponseBase:
    """One day of one store; those who work with the books may see all stores at once."""
    form = _asked(request, request.GET)
    if not form.is_valid():
        shown = {"title": _("日締め"), "form": form}
        return render(request, "backoffice/report.html", shown, status=422)
    on, store = _chosen(request, form)
    if on > clock.tokyo_date(clock.now()):
        shown = {"title": _("日締め"), "form": _filled(request, on, store), "not_yet": on}
        return render(request, "backoffice/report.html", shown)
    return _page(request, on, store, _count_form(request, store))


@require_POST
@access.office(*access.COUNTING)
def drawer_counts(request: StaffRequest) -> HttpResponseBase:
    """Keep what was counted, and show the day again."""
    asked = _asked(request, request.GET)
    if not asked.is_valid():
        return redirect("office-day-close")
    on, store = _chosen(request, asked)
    form = _count_form(request, store, request.POST)
    if on > clock.tokyo_date(clock.now()):
        return redirect(reverse("office-day-close") + "?" + _query(on, store))
    if not form.is_valid():
        return _page(request, on, store, form, status=422)
    given = form.cleaned_data
    try:
        actions.count_drawer(
            coop_id=request.coop.id,
            terminal_id=given["terminal"],
            business_date=on,
            counted_yen=given["counted_yen"],
            float_yen=given["float_yen"],
            note=given["note"],
            at=clock.now(),
            by=request.viewer.actor,
        )
    except CannotCountDrawer as refusal:
        form.add_error(None, refusal.english if get_language() == "en" else refusal.japanese)
        return _page(request, on, store, form, status=409)
    return redirect(reverse("office-day-close") + "?" + _query(on, store))


def _page(
    request: StaffRequest, on: date, store: str, form: DrawerCountForm, *, status: int = 200
) -> HttpResponseBase:
    report = days.day(coop_id=request.coop.id, business_date=on, at=clock.now(), store=store)
    address = reverse("office-day-close")
    more: dict[str, Any] = {
        "form": _filled(request, on, store),
        "query": _query(on, store),
        "count_form": form,
        "earlier": f"{address}?{_query(on - timedelta(days=1), store)}",
    }
    if on < clock.tokyo_date(clock.now()):
        more["later"] = f"{address}?{_query(on + timedelta(days=1), store)}"
    return reports.given(
        request,
        papers.of_day(report, coop=request.coop),
        more,
        period=f"{on}-{store}" if store else str(on),
        status=status,
    )


def _filled(request: StaffRequest, on: date, store: str) -> StoreDayForm:
    return StoreDayForm(initial={"on": on, "store": store}, stores=_stores(request))


def _asked(request: StaffRequest, given: Any) -> StoreDayForm:
    return StoreDayForm(given, stores=_stores(request))


def _chosen(request: StaffRequest, form: StoreDayForm) -> tuple[date, str]:
    """Today and the first choice where nothing else is asked for."""
    on = form.cleaned_data["on"] or clock.tokyo_date(clock.now())
    return on, form.cleaned_data["store"] or _stores(request)[0][0]


def _stores(request: StaffRequest) -> list[tuple[str, str]]:
    stores = [(store.code, store.name) for store in coops.stores(request.coop.id)]
    if request.viewer.staff.role is Role.CLERK:
        return stores
    return [("", _("すべての店舗")), *stores]


def _count_form(request: StaffRequest, store: str, given: Any = None) -> DrawerCountForm:
    terminals = [
        (each.id, each.name)
        for each in coops.terminals(request.coop.id)
        if each.store_code and store in ("", each.store_code)
    ]
    return DrawerCountForm(given, terminals=terminals)


def _query(on: date, store: str) -> str:
    return urlencode({"on": on.isoformat(), "store": store})
