"""The page of stores: hours, phones, and the business days of two months."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kumiai.coops.models import CalendarDay, Store
from kumiai.kit import clock
from tests import cast


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


class TestStores:
    def test_have_hours_and_a_phone(self, client: Client, coop: cast.Coop) -> None:
        Store.objects.filter(code="FERIO").update(hours="平日 9:00〜18:00", phone="0172-00-1111")
        page = client.get("/stores").text
        assert "平日 9:00〜18:00" in page
        assert 'href="tel:0172-00-1111"' in page
        assert 'href="tel:0172-34-4806"' in page

    def test_show_the_days_on_which_the_coop_differs(self, client: Client, coop: cast.Coop) -> None:
        first = clock.tokyo_date(clock.now()).replace(day=1)
        monday = next(
            day
            for day in (first + timedelta(days=offset) for offset in range(7))
            if day.weekday() == 0
        )
        page = client.get("/stores")
        closed = _closed(page.context["months"][0])
        CalendarDay.objects.create(coop_id=coop.id, date=monday, is_business=False, note="棚卸")
        page = client.get("/stores")
        months = page.context["months"]
        assert _closed(months[0]) == closed | {monday}
        assert "棚卸" in page.text
        assert months[1].first == (first + timedelta(days=32)).replace(day=1)
        assert all(day in _closed(months[1]) for day in _sundays(months[1].first))


def _closed(month: object) -> set[date]:
    days = [day for week in month.weeks for day in week if day]  # type: ignore[attr-defined]
    return {day.date for day in days if not day.is_open}


def _sundays(first: date) -> list[date]:
    days = [first + timedelta(days=offset) for offset in range(28)]
    return [day for day in days if day.weekday() == 6]
