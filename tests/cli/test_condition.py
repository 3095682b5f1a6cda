"""`kumiai condition` from the outside: what is printed, and the exit status a watch can ask."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from kumiai.cli import __main__ as command
from kumiai.kit import clock
from tests import cast, money
from tests.databases import FreshDatabase


@pytest.fixture
def coop(fresh_database: FreshDatabase) -> cast.Coop:
    return cast.coop_2101()


class TestCondition:
    def test_says_what_to_look_at_and_nobodys_name(self, coop: cast.Coop) -> None:
        hanako, at = cast.hanako(coop), clock.now() - timedelta(days=3)
        money.top_up(hanako, till=coop.till, yen=31_415, at=at)
        result = CliRunner().invoke(command.main, ["condition"], catch_exceptions=False)
        assert result.exit_code == 1
        assert "共通 shared: 確認 look: ワーカーの応答なし no sign of a worker" in result.output
        assert "日締めの遅れ a day before yesterday is not closed" in result.output
        assert f"terminals today: 0/{len(coop.terminals)}" in result.output
        assert "組合員ファイル member files: 読み取り中 0 being read" in result.output
        for secret in (hanako.name, hanako.member_number, "31,415"):
            assert secret not in result.output
