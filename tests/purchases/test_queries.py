"""What a member bought: in all, by month and genre, one by one."""

from datetime import date, datetime, timedelta

import pytest

from kumiai.kit.clock import TOKYO
from kumiai.purchases import overviews, queries
from tests import cast, money

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=TOKYO)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=TOKYO)
MOMENT = timedelta(microseconds=1)
BOOK = money.line("線形代数", yen=2200, genre="books", code="9784130629096")
BOWL = money.line(yen=480)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def overview_of(person: cast.Person, *, months_before: datetime) -> overviews.Overview:
    return overviews.overview(
        coop_id=person.coop_id,
        member_id=person.id,
        at=NOON,
        months_from=date(2026, 10, 1),
        months_before=months_before,
    )


class TestOverview:
    def test_keeps_today_apart(self, coop: cast.Coop, hanako: cast.Person) -> None:
        for at, line in ((cast.LONG_AGO, BOOK), (MIDNIGHT - MOMENT, BOWL), (MIDNIGHT, BOWL)):
            money.ring_up(hanako, line, till=coop.till, at=at, tenders=("cash",))
        overview = overview_of(hanako, months_before=MIDNIGHT)
        assert (overview.before.total_yen, overview.before.points_tenths) == (2680, 660 + 24)
        assert overview.today == overviews.Bought(1, 480, 24)

    def test_sums_months_up_to_where_it_is_told(self, coop: cast.Coop, hanako: cast.Person) -> None:
        october = datetime(2026, 10, 1, tzinfo=TOKYO)
        money.top_up(hanako, till=coop.till, yen=5000, at=october - MOMENT)
        for at in (october - MOMENT, october, MIDNIGHT - MOMENT, MIDNIGHT):
            money.ring_up(hanako, BOWL, till=coop.till, at=at)
        money.ring_up(hanako, BOOK, BOWL, till=coop.till, at=MIDNIGHT, tenders=("cash",))
        until_today = overview_of(hanako, months_before=MIDNIGHT).months
        assert [(use.month, use.prepaid_yen) for use in until_today] == [
            (date(2026, 10, 1), 480),
            (date(2026, 11, 1), 480),
        ]
        november = overview_of(hanako, months_before=MIDNIGHT + timedelta(days=1)).months[-1]
        assert november.prepaid_yen == 960
        assert november.genres_yen == {"food": 1440, "books": 2200, "learning_goods": 0, "other": 0}

    def test_counts_what_prepaid_paid_and_not_what_is_owed(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=100, at=MIDNIGHT)
        money.ring_up(hanako, BOWL, till=coop.till, at=MIDNIGHT, offline=True)
        (use,) = overview_of(hanako, months_before=MIDNIGHT + timedelta(days=1)).months
        assert use.prepaid_yen == 100

    def test_of_nothing_is_nothing(self, hanako: cast.Person) -> None:
        overview = overview_of(hanako, months_before=MIDNIGHT)
        assert overview.before == overview.today == overviews.Bought(0, 0, 0)
        assert overview.months == ()


class TestPurchases:
    def test_are_those_of_the_time_the_latest_first(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        for at in (MIDNIGHT - MOMENT, MIDNIGHT, NOON):
            money.ring_up(hanako, BOWL, till=coop.till, at=at, tenders=("cash",))
        found = queries.purchases(
            coop_id=coop.id, member_id=hanako.id, since=MIDNIGHT, before=NOON + MOMENT
        )
        assert [purchase.posted_at for purchase in found] == [NOON, MIDNIGHT]

    def test_tell_of_the_balance_the_customer_was_told(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=1000, at=MIDNIGHT)
        for tender in ("prepaid", "cash"):
            answer = money.ring_up(hanako, BOWL, till=coop.till, at=NOON, tenders=(tender,))
            (latest, *_) = sorted(
                queries.purchases(
                    coop_id=coop.id, member_id=hanako.id, since=MIDNIGHT, before=NOON + MOMENT
                ),
                key=lambda purchase: str(purchase.entry_id) != answer["id"],
            )
            assert latest.prepaid_after_yen == answer["balances"]["prepaid"] == 520
            assert latest.tenders == ((tender, 480),)

    def test_of_some_genres_show_their_lines_only_as_the_sum(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.ring_up(hanako, BOWL, BOOK, till=coop.till, at=NOON, tenders=("cash",))
        money.ring_up(hanako, BOWL, till=coop.till, at=NOON, tenders=("cash",))
        found = queries.purchases(
            coop_id=coop.id,
            member_id=hanako.id,
            since=MIDNIGHT,
            before=NOON + MOMENT,
            genres=queries.LEARNING,
        )
        assert [(each.shown_yen, each.total_yen, len(each.lines)) for each in found] == [
            (2200, 2680, 2)
        ]

    def test_are_nobody_elses(self, coop: cast.Coop, hanako: cast.Person) -> None:
        other, taro = cast.other_coop(), cast.taro(coop)
        money.ring_up(hanako, BOWL, till=coop.till, at=NOON, tenders=("cash",))
        for coop_id, member_id in ((coop.id, taro.id), (other.id, hanako.id)):
            assert not queries.purchases(
                coop_id=coop_id, member_id=member_id, since=MIDNIGHT, before=NOON + MOMENT
            )


class TestFirstDay:
    def test_is_that_of_the_first_purchase(self, coop: cast.Coop, hanako: cast.Person) -> None:
        assert queries.first_day(coop_id=coop.id, member_id=hanako.id) is None
        for at in (cast.LONG_AGO, NOON):
            money.ring_up(hanako, BOWL, till=coop.till, at=at, tenders=("cash",))
        first = queries.first_day(coop_id=coop.id, member_id=hanako.id)
        assert first == cast.LONG_AGO.date()


class TestWhatWasTakenBack:
    def test_counts_in_totals_when_it_was_and_in_months_where_it_was_bought(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        october = datetime(2026, 10, 15, 12, tzinfo=TOKYO)
        money.top_up(hanako, till=coop.till, yen=5000, at=october)
        sale = money.ring_up(hanako, BOOK, BOWL, till=coop.till, at=october)
        money.top_up(hanako, till=coop.till, yen=100, at=october)
        money.reverse(sale, (1, 1), till=coop.till, at=MIDNIGHT - MOMENT)
        money.reverse(sale, till=coop.till, at=NOON)
        overview = overview_of(hanako, months_before=MIDNIGHT)
        assert overview.before == overviews.Bought(0, 480, 24)
        assert overview.today == overviews.Bought(0, -480, -24)
        (use,) = overview.months
        assert (use.month, use.prepaid_yen) == (date(2026, 10, 1), 480)
        assert use.genres_yen == {"food": 480, "books": 0, "learning_goods": 0, "other": 0}
        (use,) = overview_of(hanako, months_before=NOON + MOMENT).months
        assert (use.prepaid_yen, sum(use.genres_yen.values())) == (0, 0)

    def test_never_uses_less_than_no_prepaid_money(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=100, at=MIDNIGHT)
        three = money.line(yen=480, quantity=3)
        sale = money.ring_up(hanako, three, till=coop.till, at=MIDNIGHT, offline=True)
        used = []
        for _ in range(3):
            money.reverse(sale, (1, 1), till=coop.till, at=NOON)
            (use,) = overview_of(hanako, months_before=NOON + MOMENT).months
            used.append(use.prepaid_yen)
        assert used == [100, 100, 0]

    def test_stands_beside_the_purchase(self, coop: cast.Coop, hanako: cast.Person) -> None:
        sale = money.ring_up(hanako, BOWL, BOOK, till=coop.till, at=MIDNIGHT, tenders=("cash",))
        money.ring_up(hanako, BOWL, till=coop.till, at=MIDNIGHT - MOMENT, tenders=("cash",))
        money.reverse(sale, (2, 1), till=coop.till, at=NOON)
        latest, earlier = queries.purchases(
            coop_id=coop.id,
            member_id=hanako.id,
            since=MIDNIGHT - MOMENT,
            before=NOON + MOMENT,
        )
        taken_back = latest.taken_back
        assert taken_back is not None
        assert (taken_back.total_yen, taken_back.points_tenths) == (2200, 660)
        (reversal,) = taken_back.reversals
        assert (reversal.posted_at, reversal.store) == (NOON, "FERIO")
        assert (latest.total_yen, latest.shown_yen, latest.points_left_tenths) == (2680, 480, 24)
        assert [(line.returned_quantity, line.returned_yen) for line in latest.lines] == [
            (0, 0),
            (1, 2200),
        ]
        assert (earlier.taken_back, earlier.shown_yen) == (None, 480)
