"""`kumiai offline-sales`: what the office should look at, and what it must resolve."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.cli import offline_sales as shown
from kumiai.coops import queries as coops
from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from kumiai.purchases import offline
from tests import cast
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World

RICE = world.line(3480)
TEA = world.line(130, name="緑茶", code="4901", quantity=2, unit_price=65, tax_rate=8)


def offline_sales(*options: str) -> Result:
    return CliRunner().invoke(command.main, ["offline-sales", *options], catch_exceptions=False)


@pytest.fixture
def here(fresh_database: FreshDatabase) -> World:
    """Told today: one over the limit, one unknown, one with nothing to see; one 40 days ago."""
    made = world.make()
    till, hanako, jiro = made.callers["till"], made.hanako, made.jiro
    with world.connect(fresh_database.url) as connection:
        for days in (40, 0):
            at = clock.now() - timedelta(days=days)
            sales = [
                world.sale(hanako, RICE, at=at, receipt_number=f"over-{days}"),
                world.sale(jiro, RICE, TEA, at=at, receipt_number=f"unknown-{days}"),
                world.sale(made.people[1], TEA, at=at, receipt_number=f"fine-{days}"),
            ]
            asked = [world.asked(till, world.offline(sale)) for sale in sales]
            world.post(connection, asked, at=at)
    return made


class TestOfflineSales:
    def test_lists_what_is_flagged_and_what_is_unresolved(self, here: World) -> None:
        result = offline_sales("--coop", "2101")
        assert result.exit_code == 0
        for words in (
            "over-0", here.hanako.member_number, "カード1枚の上限超過", "over the limit of a card",
            "unknown-0", here.jiro.card, "登録のないカード（未解決）", "unknown card (unresolved)",
            "緑茶 ×2  130円", "オフラインの売上2件、うち未解決1件",
            "2 offline sales to look at, 1 of them unresolved",
        ):  # fmt: skip
            assert words in result.stdout, words
        for words in ("fine-0", "over-40", "unknown-40"):
            assert words not in result.stdout, words

    def test_goes_back_to_a_day(self, here: World) -> None:
        day = clock.tokyo_date(clock.now() - timedelta(days=40))
        assert "over-40" in offline_sales("--since", str(day)).stdout
        assert "over-40" not in offline_sales("--since", str(day + timedelta(days=1))).stdout

    def test_is_one_object_for_programs(self, here: World) -> None:
        over, unknown = json.loads(offline_sales("--json").stdout)["sales"]
        assert (over["flags"], over["is_unresolved"], over["on_card_yen"]) == (
            *(["over_card_limit"], False, 3480),
        )
        assert (unknown["flags"], unknown["card"], unknown["member_number"]) == (
            *(["card_unknown"], here.jiro.card, None),
        )
        assert unknown["total_yen"] == sum(line["amount_yen"] for line in unknown["lines"]) == 3610
        assert over["lines"] == [
            {"code": "D1023", "name": "唐揚げ丼", "quantity": 1, "amount_yen": 3480}
        ]

    def test_lists_the_numbers_that_have_not_come(
        self, here: World, fresh_database: FreshDatabase
    ) -> None:
        till, at = here.callers["till"], clock.now()
        messages = [world.top_up(here.hanako, 1, at=at, sequence=n) for n in (1, 4)]
        with world.connect(fresh_database.url) as connection:
            world.post(connection, [world.asked(till, each) for each in messages], at=at)
        ledger.close_day(coop_id=2101, business_date=clock.tokyo_date(at), at=at, by=cast.OPERATOR)
        result = offline_sales("--coop", "2101")
        assert f"端末{till.terminal_id}（till 3）: 番号の抜け2件 2–3" in result.stdout
        assert f"terminal {till.terminal_id} (till 3): 2 missing numbers 2–3" in result.stdout
        assert json.loads(offline_sales("--json").stdout)["missing_numbers"] == [
            {"coop_id": 2101, "terminal_id": till.terminal_id, "runs": [[2, 3]]}
        ]

    def test_shows_each_co_op_its_own(self, here: World) -> None:
        result = offline_sales("--coop", "1175")
        assert "over-0" not in result.stdout
        assert "0 offline sales" in result.stdout

    def test_is_written_down(self, here: World) -> None:
        offline_sales("--coop", "2101")
        [act] = coops.acts(2101, subject="coop:2101")[:1]
        assert (act.verb, act.actor_kind, act.details["count"]) == (
            *("list_offline_sales", "operator", 2),
        )

    def test_of_no_co_op_is_refused(self, here: World) -> None:
        result = CliRunner().invoke(command.main, ["offline-sales", "--coop", "9999"])
        assert result.exit_code == 1
        assert "9999" in result.stderr

    def test_has_words_for_every_flag(self) -> None:
        flags = {
            value
            for name, value in vars(offline).items()
            if name.isupper() and isinstance(value, str)
        }
        assert flags == set(shown.WORDS)
        longest = sorted(flags - {offline.ON_SUSPENSE, offline.CARD_UNKNOWN}, key=len)
        assert len(" ".join(longest)) - len(offline.PREPAID_EXPIRED) - 1 <= 60
