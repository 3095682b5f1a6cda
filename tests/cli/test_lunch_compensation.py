"""`kumiai lunch-compensation` from the outside: it shows, and gives nothing."""

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.models import ExtraRight
from kumiai.meals.rules import Plan
from tests import cast
from tests.databases import FreshDatabase


@pytest.fixture(autouse=True)
def _holder(fresh_database: FreshDatabase) -> None:
    coop, today = cast.coop_2101(), clock.tokyo_date(clock.now())
    first, last = today - timedelta(days=9), today + timedelta(days=90)
    plan = Plan("1食", 650, range(7), None, None, first, last)
    meals.take_in_plans(coop_id=coop.id, plans=[plan])
    person = cast.hanako(coop)
    meals.hand_out_cards(coop_id=coop.id, plan_names={person.id: "1食"}, on=first)


def run(*options: str) -> Result:
    arguments = ["lunch-compensation", "--coop", "2101", *options]
    return CliRunner().invoke(command.main, arguments, catch_exceptions=False)


def outage(*, days_ago: int = 1) -> list[str]:
    today = clock.tokyo_date(clock.now())
    day, then = today - timedelta(days=days_ago), today + timedelta(days=1)
    hours = ["--from", "11:30", "--until", "13:00"]
    return ["--day", f"{day}", *hours, "--most", "500", "--on", f"{then}"]


class TestLunchCompensation:
    def test_shows_what_an_outage_would_give(self) -> None:
        result = run(*outage())
        assert result.exit_code == 0
        assert "1人のうち1人、合計500円" in result.output
        assert not ExtraRight.objects.exists()

    def test_has_a_line_for_each_holder(self) -> None:
        result = run(*outage(), "--json")
        assert '"amount_yen":500' in result.output

    def test_refuses_an_outage_that_is_not_over(self) -> None:
        result = run(*outage(days_ago=-2))
        assert result.exit_code == 1
        assert "not_over" in result.output

    def test_needs_the_whole_outage(self) -> None:
        assert run("--day", "2026-11-24").exit_code == 2

    def test_lists_what_was_given(self) -> None:
        result = run()
        assert (result.exit_code, result.output) == (0, "")
