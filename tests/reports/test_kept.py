"""The sums of closed days: kept, they are what the books say, and nobody changes them."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids
from kumiai.ledger import actions as ledger
from kumiai.ledger.accounts import Kind
from kumiai.reports import actions, days, holdings, kept, proof, unused
from kumiai.reports.holdings import Held
from kumiai.reports.models import ClosedDay
from kumiai.wallet import actions as wallet
from kumiai.wallet.correcting import Correction
from tests import cast, databases
from tests.ledger import world
from tests.ledger.world import NOON, World
from tests.purchases.counter import Counter

DAY = timedelta(days=1)
MONDAY, WEDNESDAY = NOON + 7 * DAY, NOON + 9 * DAY
FIRST, LAST = MONDAY.date(), (MONDAY + 4 * DAY).date()


def figures() -> list[object]:
    """All that a report may take from what is kept."""
    common: dict[str, Any] = {"coop_id": 2101, "at": NOON}
    month = days.month(**common, first=FIRST, last=LAST)
    every = [FIRST - DAY + DAY * number for number in range(7)]
    return [
        (month.days, month.stores, month.elsewhere, month.total, month.rates, month.genres),
        [days.day(**common, business_date=day).takings for day in every],
        [holdings.held(coop_id=2101, on=day) for day in every],
        [replace(unused.unused(**common, on=day), is_closed=True) for day in every],
    ]


@dataclass(frozen=True)
class Story:
    """The figures before anything was kept and after each keeping, and how many days each kept."""

    figures: list[list[object]]
    counts: list[int]


@pytest.fixture(scope="module")
def story(module_database: databases.FreshDatabase, here: World) -> Story:
    """Something of everything on Monday, Wednesday and, a day that stays open, Friday."""
    with world.connect(module_database.url) as till:
        for at in (MONDAY, WEDNESDAY, MONDAY + 4 * DAY):
            sell(Counter(till, here), at)
    told = Story([figures()], [actions.keep_closed_days(coop_id=2101, at=NOON)])
    for at in (MONDAY, WEDNESDAY + DAY, WEDNESDAY + DAY):
        if at.date() != kept.kept_through(2101):
            ledger.close_day(coop_id=2101, business_date=at.date(), at=at, by=cast.OPERATOR)
        told.counts.append(actions.keep_closed_days(coop_id=2101, at=at))
        told.figures.append(figures())
    return told


def sell(counter: Counter, at: Any) -> None:
    counter.top_up(counter.hanako, 3000, at=at)
    lines = (world.line(480), world.line(216, tax_rate=8, genre="other"))
    counter.sell(counter.hanako, *lines, tenders=[("cash", 200), "prepaid"], at=at)
    of = counter.sell(counter.hanako, world.line(480), tenders=("cash",), at=at)
    counter.reverse(of, at=at)
    world.credit(counter.hanako, world.slip(counter.hanako, 3000, on=at.date()), at=at)
    world.credit(counter.hanako, world.web_points(counter.hanako, 2500), at=at)
    world.credit(counter.hanako, world.claim(counter.hanako, 1), at=at)
    wallet.correct(
        coop_id=2101,
        entry_id=ids.uuid7(at),
        correction=Correction(counter.hanako.id, Kind.PREPAID, 70, GUIDE_2020),
        at=at,
        now=lambda: at,
    )


class TestKeepClosedDays:
    def test_keeps_each_closed_day_once(self, story: Story) -> None:
        assert story.counts == [0, 1, 2, 0]
        assert kept.kept_through(2101) == (WEDNESDAY + DAY).date()
        assert kept.kept_through(1175) is None

    @pytest.mark.parametrize("keeping", [1, 2, 3])
    def test_leaves_every_figure_as_it_was(self, story: Story, keeping: int) -> None:
        assert story.figures[keeping] == story.figures[0]

    def test_says_what_was_held_on_a_day_of_long_ago(self, story: Story) -> None:
        assert kept.held(coop_id=2101, on=FIRST - DAY) == {}
        held = holdings.held(coop_id=2101, on=FIRST)
        assert held[Kind.UNCOLLECTED] == Held(3200, 1)
        assert holdings.held(coop_id=2101, on=FIRST + DAY) == held
        assert kept.held(coop_id=2101, on=LAST) is None, "it is open"

    def test_is_right(self, story: Story) -> None:
        assert list(proof.lies()) == []


class TestMonth:
    def test_asks_once_how_far_days_are_kept(self, story: Story) -> None:
        with CaptureQueriesContext(connection) as asked:
            days.month(coop_id=2101, first=FIRST, last=LAST, at=NOON)
        about = [each["sql"] for each in asked if "reports_closedday" in each["sql"]]
        assert sum("facts" not in statement for statement in about) == 1


@contextlib.contextmanager
def changing_what_is_kept() -> Iterator[CursorWrapper]:
    """As somebody could who owns the database; taken back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_closedday DISABLE TRIGGER append_only")
        yield cursor
        transaction.set_rollback(True)


class TestProof:
    @pytest.mark.parametrize("part", ["moves", "entries_counted", "rates", "genres", "held"])
    def test_names_a_day_whose_sums_are_not_the_books(self, story: Story, part: str) -> None:
        with changing_what_is_kept() as cursor:
            cursor.execute(
                "UPDATE reports_closedday SET facts = jsonb_set(facts, %s, '[]')"
                " WHERE business_date = %s",
                [[part], WEDNESDAY.date()],
            )
            (lie,) = proof.lies()
            assert lie.row.endswith(f"business_date={WEDNESDAY.date()}")

    def test_takes_days_that_were_kept_with_false_and_true(self, story: Story) -> None:
        kept_before = []
        with changing_what_is_kept() as cursor:
            for day in ClosedDay.objects.filter(coop_id=2101):
                for row in day.facts["moves"]:
                    row[1] = bool(row[1])
                    kept_before.append(row[1])
                moves = json.dumps(day.facts["moves"])
                cursor.execute(
                    "UPDATE reports_closedday SET facts = jsonb_set(facts, '{moves}', %s::jsonb)"
                    " WHERE business_date = %s",
                    [moves, day.business_date],
                )
            assert set(kept_before) == {False, True}
            assert list(proof.lies()) == []
            assert figures() == story.figures[-1]

    def test_names_a_day_that_is_missing_among_the_kept(self, story: Story) -> None:
        with changing_what_is_kept() as cursor:
            cursor.execute("DELETE FROM reports_closedday WHERE business_date = %s", [FIRST])
            (lie,) = proof.lies()
            assert lie.row.endswith(f"business_date={FIRST}")


class TestClosedDays:
    @pytest.mark.parametrize("change", ["UPDATE {} SET kept_at = now()", "DELETE FROM {}"])
    def test_are_never_changed(self, story: Story, change: str) -> None:
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format("reports_closedday"))

    def test_are_closed(self, story: Story) -> None:
        with (
            pytest.raises(DatabaseError, match="reports_closedday_close"),
            transaction.atomic(),
        ):
            ClosedDay.objects.create(
                coop_id=2101, business_date=date(2030, 1, 1), facts={}, kept_at=NOON
            )
