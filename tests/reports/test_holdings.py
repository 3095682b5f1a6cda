"""What members hold, owe and use: as of any past day, streamed, and by age."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError

from kumiai.ledger.accounts import Kind
from kumiai.reports import actions, holdings, snapshot, unused
from tests import cast
from tests.ledger import world
from tests.ledger.world import NOON
from tests.purchases.counter import Counter
from tests.reports import independent

DAY = timedelta(days=1)
# Later than all other tests of the module would be: what is held is of the whole co-op.
_days = iter(range(0, 4000, 40))


@pytest.fixture
def noon() -> Any:
    return NOON + DAY * next(_days)


def held(on: Any) -> dict[Kind, int]:
    found = holdings.held(coop_id=2101, on=on.date())
    return {kind: each.amount for kind, each in found.items()}


class TestHeld:
    def test_is_that_of_the_end_of_the_day(self, counter: Counter, noon: Any) -> None:
        before = held(noon - DAY)
        counter.top_up(counter.hanako, 3000, at=noon)
        counter.top_up(counter.hanako, 500, at=noon + DAY)
        assert held(noon - DAY) == before
        assert held(noon)[Kind.PREPAID] == before[Kind.PREPAID] + 3000
        assert held(noon + DAY)[Kind.PREPAID] == before[Kind.PREPAID] + 3500


class TestOutstanding:
    def test_counts_what_came_last_as_what_is_left(self, counter: Counter, noon: Any) -> None:
        """Two slips, of which the first is collected; and a debt of which half is paid."""
        first, second = noon, noon + 20 * DAY
        for at in (first, second):
            world.credit(counter.taro, world.slip(counter.taro, 1000, on=at.date()), at=at)
            if at is first:
                counter.post(world.collection(counter.taro, at=at), at=at)
        on = (noon + 39 * DAY).date()
        found = holdings.outstanding(coop_id=2101, on=on, at=noon)
        assert found.uncollected_ages[0] >= 1000
        assert sum(found.uncollected_ages) == found.held[Kind.UNCOLLECTED].amount

    def test_has_debts_until_they_are_paid(self, counter: Counter, noon: Any) -> None:
        sale = world.sale(counter.hanako, world.line(480), at=noon)
        counter.post(world.offline(sale), at=noon)
        owed = holdings.outstanding(coop_id=2101, on=noon.date(), at=noon)
        assert owed.debt_ages[0] == 480
        counter.top_up(counter.hanako, 1000, at=noon + DAY)
        paid = holdings.outstanding(coop_id=2101, on=(noon + DAY).date(), at=noon)
        assert sum(paid.debt_ages) == 0


class TestASnapshot:
    def test_is_of_one_moment_while_tills_go_on(self, counter: Counter, noon: Any) -> None:
        with snapshot.taken():
            before = held(noon)
            counter.top_up(counter.hanako, 3000, at=noon)
            assert held(noon) == before
        assert held(noon)[Kind.PREPAID] == before[Kind.PREPAID] + 3000

    def test_writes_nothing(self, counter: Counter, noon: Any) -> None:
        with pytest.raises(InternalError), snapshot.taken():
            actions.count_drawer(
                coop_id=2101,
                terminal_id=counter.here.coop.till.id,
                business_date=noon.date(),
                counted_yen=1,
                float_yen=0,
                at=noon,
                by=cast.OPERATOR,
            )


class TestStreams:
    def test_may_be_left_half_read(self, counter: Counter, noon: Any) -> None:
        """A page shows the first rows; whatever comes after it asks the database again."""
        for person in (counter.hanako, counter.taro):
            counter.top_up(person, 500, at=noon)
        rows = holdings.holdings(coop_id=2101, on=noon.date())
        assert next(rows).prepaid_yen > 0
        assert held(noon)[Kind.PREPAID] >= 1000
        rows.close()  # type: ignore[attr-defined]
        assert len(list(holdings.holdings(coop_id=2101, on=noon.date()))) >= 2

    def test_have_only_who_finishes_in_the_year(self, counter: Counter, noon: Any) -> None:
        counter.top_up(counter.hanako, 500, at=noon)
        year = counter.hanako.row.graduation_year
        numbers = {
            graduating: {
                each.member_number
                for each in holdings.holdings(coop_id=2101, on=noon.date(), graduating=graduating)
            }
            for graduating in (year, 2099)
        }
        assert counter.hanako.member_number in numbers[year]
        assert numbers[2099] == set()


class TestUnused:
    def test_counts_points_once_they_are_yen(self, counter: Counter, noon: Any) -> None:
        """A book of 7,000 yen earns 210 points, of which 200 become yen at once."""
        before = unused.unused(coop_id=2101, on=noon.date(), at=noon)
        counter.top_up(counter.hanako, 8000, at=noon)
        counter.sell(counter.hanako, world.line(7000, genre="books"), at=noon)
        after = unused.unused(coop_id=2101, on=noon.date(), at=noon)
        assert after.issued_points_yen - before.issued_points_yen == 200
        assert after.unused_yen - before.unused_yen == 8000 - 7000 + 200
        independent.check(2101, noon.date(), noon.date())
