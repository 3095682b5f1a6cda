"""`kumiai close-day`: seal a day of every co-op, or of one."""

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.cli import proof
from kumiai.kit import clock
from kumiai.ledger import queries, rules
from kumiai.ledger.models import DayClose, Entry
from kumiai.purchases.at_till import Message
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World


def close_day(*options: str) -> Result:
    return CliRunner().invoke(command.main, ["close-day", *options], catch_exceptions=False)


@pytest.fixture
def here(fresh_database: FreshDatabase) -> World:
    """Sales at 2101 on the day before yesterday and today; nothing elsewhere."""
    made = world.make()
    with world.connect(fresh_database.url) as connection:
        for days in (2, 0):
            at = clock.now() - timedelta(days=days)
            asked = [
                world.asked(made.callers["till"], world.top_up(made.hanako, 1000, at=at)),
                world.asked(
                    made.callers["cafeteria"], world.sale(made.hanako, world.line(480), at=at)
                ),
            ]
            world.post(connection, asked, at=at)
    return made


def day(ago: int) -> str:
    return str(clock.tokyo_date(clock.now() - timedelta(days=ago)))


def count(database: FreshDatabase, here: World, *, ago: int, **numbers: list[int]) -> None:
    """Let terminals count up on a day: top-ups of a yen, for somebody with no later ones."""
    at, taro = clock.now() - timedelta(days=ago), here.people[1]
    with world.connect(database.url) as connection:
        for name, sequences in numbers.items():
            asked = [
                world.asked(here.callers[name], world.top_up(taro, 1, at=at, sequence=each))
                for each in sequences
            ]
            world.post(connection, asked, at=at)


class TestCloseDay:
    def test_seals_every_open_day_with_entries_before_it(self, here: World) -> None:
        result = close_day("--date", day(1))
        assert result.exit_code == 0
        closes = DayClose.objects.filter(coop_id=2101).order_by("business_date")
        assert [(str(c.business_date), c.entry_count) for c in closes] == [(day(2), 2), (day(1), 0)]
        assert bytes(closes[0].previous_seal) == rules.FIRST_SEAL
        assert bytes(closes[1].previous_seal) == bytes(closes[0].seal)
        assert f"2101 {day(2)}  2件 entries  seal {bytes(closes[0].seal).hex()}" in result.stdout
        assert f"1175 {day(1)}  0件 entries" in result.stdout

    def test_sums_what_every_account_moved(self, here: World) -> None:
        close_day("--coop", "2101", "--date", day(2))
        close = queries.latest_close(coop_id=2101)
        assert close is not None
        sums = {(s["kind"], s["holder_id"]): (s["debit"], s["credit"]) for s in close.sums}
        till, cafeteria = (here.callers[name].terminal_id for name in ("till", "cafeteria"))
        assert sums == {
            ("CASH", till): (1000, 0),
            ("SALES", cafeteria): (0, 480),
            ("PREPAID", 0): (480, 1000),
            ("POINTS", 0): (0, 24),
            ("POINTS_GRANTED", 0): (24, 0),
        }

    def test_lets_later_sales_join_the_next_day(
        self, here: World, fresh_database: FreshDatabase
    ) -> None:
        assert close_day().exit_code == 0
        message = world.top_up(here.hanako, 500, at=clock.now())
        with world.connect(fresh_database.url) as connection:
            world.post(connection, [world.asked(here.callers["till"], message)], at=clock.now())
        entry = Entry.objects.get(id=message.id)
        assert str(entry.business_date) == day(-1)
        assert clock.tokyo_date(entry.posted_at) == clock.tokyo_date(clock.now())
        assert list(proof.lies()) == []

    def test_lists_the_numbers_that_terminals_left_out(
        self, here: World, fresh_database: FreshDatabase
    ) -> None:
        count(fresh_database, here, ago=2, till=[7, 8, 11], cafeteria=[1, 2])
        count(fresh_database, here, ago=1, till=[9, 13, 15])
        lines = close_day("--coop", "2101", "--date", day(1)).stdout.splitlines()
        terminal_id = here.callers["till"].terminal_id
        assert [line for line in lines if "missing" in line or "番号の抜け" in line] == [
            f"  ! 端末{terminal_id}（till 3）: 番号の抜け2件 9–10",
            f"    terminal {terminal_id} (till 3): 2 missing numbers 9–10",
            f"  ! 端末{terminal_id}（till 3）: 番号の抜け2件 12, 14",
            f"    terminal {terminal_id} (till 3): 2 missing numbers 12, 14",
        ]
        latest = queries.latest_numbers(coop_id=2101)[terminal_id]
        assert latest.open == ((10, 10), (12, 12), (14, 14))
        count(fresh_database, here, ago=0, till=[10, 12, 14, 16])
        assert "missing" not in close_day("--coop", "2101").stdout
        assert queries.latest_numbers(coop_id=2101)[terminal_id].open == ()
        assert list(proof.lies()) == []

    def test_counts_every_write_and_every_decline(
        self, here: World, fresh_database: FreshDatabase
    ) -> None:
        hanako, till = here.hanako, here.callers["till"]
        sold = world.sale(hanako, world.line(1), tenders=("cash",), sequence=1)
        messages: list[Message] = [
            sold,
            world.top_up(hanako, 100, sequence=2),
            world.collection(hanako, sequence=3),
            world.sale(hanako, world.line(90_000), sequence=4),
            world.sale(here.jiro, world.line(1), sequence=5),
            world.offline(world.sale(here.jiro, world.line(1), sequence=6)),
            world.reversal(sold.id, sequence=7),
            world.suspension(hanako, sequence=8),
            world.lift(hanako, sequence=9),
            world.reissue(hanako, sequence=10),
        ]
        feed = world.grant(hanako, 10, sequence=1)
        at = clock.now()
        with world.connect(fresh_database.url) as connection:
            asked = [world.asked(till, message) for message in messages]
            world.post(connection, [*asked, world.asked(here.callers["feed"], feed)], at=at)
        stored = {entry.id: entry.sequence for entry in Entry.objects.exclude(sequence=None)}
        assert stored == {message.id: message.sequence for message in [*messages, feed]}
        assert "missing" not in close_day("--coop", "2101").stdout
        assert queries.latest_numbers(coop_id=2101)[till.terminal_id].through == 10
        assert list(proof.lies()) == []

    def test_is_refused_for_a_day_closed_already(self, here: World) -> None:
        assert close_day("--coop", "2101", "--date", day(1)).exit_code == 0
        for earlier in (1, 2, 400):
            result = close_day("--coop", "2101", "--date", day(earlier))
            assert result.exit_code == 1
            assert "締め済み" in result.stderr
            assert "closed through" in result.stderr
        assert DayClose.objects.filter(coop_id=2101).count() == 2

    def test_is_refused_for_a_day_to_come(self, here: World) -> None:
        result = close_day("--date", day(-1))
        assert result.exit_code == 1
        assert "has not come yet" in result.stderr

    def test_of_no_co_op_is_refused(self, here: World) -> None:
        result = CliRunner().invoke(command.main, ["close-day", "--coop", "9999"])
        assert result.exit_code == 1
        assert "9999" in result.stderr
        assert not DayClose.objects.exists()
