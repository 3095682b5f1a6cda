"""What members bought in a month and held at its end: kept, it is what the books say."""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from kumiai.kit.clock import TOKYO
from kumiai.ledger import actions as ledger
from kumiai.members import actions as members
from kumiai.reports import actions, holdings, kept_months, proof
from kumiai.reports.models import MemberMonth
from tests import cast, databases
from tests.ledger import world
from tests.ledger.world import World
from tests.purchases.counter import Counter

DAY = timedelta(days=1)
# April to August; nothing happens in June, and August stays open.
APRIL, MAY, LATE_MAY, JULY, AUGUST = (
    datetime(2027, month, day, 12, tzinfo=TOKYO)
    for month, day in ((4, 20), (5, 1), (5, 31), (7, 10), (8, 5))
)
BEFORE, AFTER = date(2027, 3, 15), date(2027, 8, 20)
EVERY = [BEFORE + DAY * number for number in range((AFTER - BEFORE).days)]


def figures(days: list[date]) -> list[object]:
    """Uses between each two of the days, and what was held on each."""
    pairs = zip(days[::2], days[1::2], strict=False)
    spans = [(min(pair), max(pair)) for pair in pairs]
    return [
        [list(holdings.uses(coop_id=2101, first=first, last=last)) for first, last in spans],
        [list(holdings.holdings(coop_id=2101, on=on)) for on in days],
    ]


@dataclass(frozen=True)
class Story:
    """The figures of some days before anything was kept and after each keeping."""

    days: list[date]
    figures: list[list[object]]


@pytest.fixture(scope="module")
def story(module_database: databases.FreshDatabase, here: World) -> Story:
    """Two members buy, top up and bring back, over the ends of months; some is the suspense's."""
    with world.connect(module_database.url) as till:
        counter = Counter(till, here)
        for at in (APRIL, MAY, LATE_MAY, JULY, AUGUST):
            live(counter, at)
    edges = [date(2027, 4, 1), date(2027, 4, 30), date(2027, 5, 1), date(2027, 6, 30)]
    edges += [date(2027, 7, 31), date(2027, 4, 1), AFTER, date(2027, 4, 2)]
    days = edges + random.sample(EVERY, 30)
    told = Story(days, [figures(days)])
    for close in (date(2027, 5, 31), date(2027, 8, 2)):
        ledger.close_day(coop_id=2101, business_date=close, at=AUGUST, by=cast.OPERATOR)
        actions.keep_closed_days(coop_id=2101, at=AUGUST)
        told.figures.append(figures(days))
    return told


def live(counter: Counter, at: datetime) -> None:
    counter.top_up(counter.hanako, 3000, at=at)
    bought = counter.sell(counter.hanako, world.line(480), tenders=("prepaid",), at=at)
    if at < AUGUST:
        counter.sell(counter.taro, world.line(7000, genre="books"), tenders=("cash",), at=at)
    if at == JULY:
        sell_to_nobody(counter, at + DAY)
    if at.month % 2:
        counter.reverse(bought, at=at + DAY)
        world.credit(counter.taro, world.slip(counter.taro, 3000, on=at.date()), at=at + DAY)


def sell_to_nobody(counter: Counter, at: datetime) -> None:
    """Offline, with a card that was stopped before: it is on the co-op's suspense."""
    members.suspend(at=at, **world.suspension_of(counter.taro))
    sale = world.sale(counter.taro, world.line(216, genre="other"), at=at + DAY)
    counter.post(world.offline(sale), at=at + DAY)


class TestKeptMonths:
    def test_are_those_whose_days_are_closed(self, story: Story) -> None:
        assert kept_months.kept_through(2101) == date(2027, 7, 1)
        assert kept_months.kept_through(1175) is None
        months = MemberMonth.objects.filter(coop_id=2101).order_by("month", "id")
        kept = {each.month.month for each in months}
        assert kept == {4, 5, 6, 7}, "what is held is kept also of a month without a sale"
        [suspense] = months.filter(member=None)
        assert (suspense.month.month, suspense.other_yen) == (7, 216)

    @pytest.mark.parametrize("keeping", [1, 2])
    def test_leave_every_figure_as_it_was(self, story: Story, keeping: int) -> None:
        assert story.figures[keeping] == story.figures[0]

    def test_are_read_where_they_are_nearest(self, story: Story) -> None:
        nearest = {
            day: kept_months.nearest(coop_id=2101, on=day)
            for day in (date(2027, 5, 3), date(2027, 5, 28), date(2027, 6, 30), AFTER)
        }
        assert list(nearest.values()) == [
            date(2027, 4, 1),
            date(2027, 5, 1),
            date(2027, 6, 1),
            None,
        ]
        whole = kept_months.whole(coop_id=2101, first=date(2027, 4, 2), last=AFTER)
        assert whole == kept_months.Whole(date(2027, 5, 1), date(2027, 7, 1))
        assert kept_months.whole(coop_id=2101, first=MAY.date(), last=date(2027, 5, 30)) is None

    def test_are_right(self, story: Story) -> None:
        assert list(proof.lies()) == []


@contextlib.contextmanager
def changing_what_is_kept() -> Iterator[CursorWrapper]:
    """As somebody could who owns the database; taken back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_membermonth DISABLE TRIGGER append_only")
        yield cursor
        transaction.set_rollback(True)


class TestProof:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE reports_membermonth SET books_yen = books_yen + 1",
            "UPDATE reports_membermonth SET prepaid_yen = prepaid_yen + 1",
            "DELETE FROM reports_membermonth",
        ],
    )
    def test_names_a_month_that_is_not_the_books(self, story: Story, change: str) -> None:
        with changing_what_is_kept() as cursor:
            cursor.execute(f"{change} WHERE month = '2027-05-01' AND food_yen IS NOT NULL")
            assert cursor.rowcount
            (lie,) = proof.lies()
            assert lie.row == "reports_membermonth coop_id=2101 month=2027-05-01"


class TestMemberMonths:
    @pytest.mark.parametrize(
        "change", ["UPDATE reports_membermonth SET debt_yen = 1", "DELETE FROM reports_membermonth"]
    )
    def test_are_never_changed(self, story: Story, change: str) -> None:
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    def test_are_closed_to_their_last_day(self, story: Story) -> None:
        with (
            pytest.raises(DatabaseError, match="reports_membermonth_closed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO reports_membermonth (coop_id, month, closed_by, prepaid_yen,"
                " uncollected_yen, points_tenths, web_points_tenths, debt_yen)"
                " VALUES (2101, '2027-08-01', '2027-08-02', 0, 0, 0, 0, 0)"
            )
