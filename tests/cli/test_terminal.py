"""`kumiai terminal …` from the outside."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.coops import at_till
from tests.coops.files import HIROSAKI
from tests.databases import FreshDatabase


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.main, list(arguments), catch_exceptions=False)


def is_open(key: str, url: str) -> bool:
    with psycopg.connect(url) as connection:
        parameters = at_till.parameters(key=key, at=datetime.now(UTC))
        row = connection.execute(at_till.FIND_TERMINAL.encode(), parameters).fetchone()
    return row is not None and not at_till.caller(row).revoked


@pytest.fixture
def url(fresh_database: FreshDatabase, tmp_path: Path) -> str:
    (tmp_path / "coop.toml").write_text(HIROSAKI, "utf-8")
    assert run("import", "coops", str(tmp_path / "coop.toml")).exit_code == 0
    return fresh_database.url


def enrol(*options: str) -> tuple[str, str]:
    wanted = ("--coop", "2101", "--kind", "till", "--name", "FERIO 2", "--store", "FERIO")
    result = run("terminal", "enrol", *wanted, *options)
    assert result.exit_code == 0
    terminal_id, key = result.stdout.split()
    return terminal_id, key


class TestTerminal:
    def test_lives_from_enrolment_to_revocation(self, url: str) -> None:
        terminal_id, key = enrol()
        assert is_open(key, url)
        rotated = run("terminal", "rotate", "--coop", "2101", terminal_id, "--overlap-hours", "0")
        new_key = rotated.stdout.split()[1]
        assert (is_open(key, url), is_open(new_key, url)) == (False, True)
        revoked = run("terminal", "revoke", "--coop", "2101", terminal_id, "--reason", "盗難")
        assert revoked.exit_code == 0
        assert not is_open(new_key, url)
        listed = run("terminal", "list", "--coop", "2101").stdout
        assert "FERIO 2  失効 revoked" in listed
        assert key not in listed

    @pytest.mark.parametrize(
        "arguments",
        [
            ("enrol", "--coop", "2101", "--kind", "till", "--name", "FERIO 1", "--store", "FERIO"),
            ("enrol", "--coop", "2101", "--kind", "till", "--name", "x", "--store", "NOWHERE"),
            ("enrol", "--coop", "9999", "--kind", "feed", "--name", "x"),
            ("rotate", "--coop", "2101", "999999"),
            ("revoke", "--coop", "2101", "999999", "--reason", "x"),
        ],
    )
    def test_refuses_with_a_reason(self, url: str, arguments: tuple[str, ...]) -> None:
        result = run("terminal", *arguments)
        assert result.exit_code == 1
        assert result.stderr
        assert "Traceback" not in result.output
