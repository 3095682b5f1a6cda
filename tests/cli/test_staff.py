"""`kumiai staff …` from the outside."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.coops import queries as coops
from kumiai.identity import staff as identity
from tests.coops.files import HIROSAKI
from tests.databases import FreshDatabase

ADD = ("add", "--coop", "2101", "--role", "manager", "--name", "成田　和子", "--login-id")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.main, list(arguments), catch_exceptions=False)


@pytest.fixture
def _coop(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    (tmp_path / "coop.toml").write_text(HIROSAKI, "utf-8")
    assert run("import", "coops", str(tmp_path / "coop.toml")).exit_code == 0


@pytest.mark.usefixtures("_coop")
class TestStaff:
    def test_is_added_listed_reset_and_disabled(self) -> None:
        added = run("staff", *ADD, "Narita.Kazuko")
        assert added.exit_code == 0, added.output
        login_id, password = added.stdout.split()
        assert login_id == "narita.kazuko"
        assert "/office/login" in added.stderr
        listed = run("staff", "list", "--coop", "2101").stdout
        assert "narita.kazuko" in listed
        assert "初回設定待ち" in listed
        login = identity.login_named(coop_id=2101, login_id="narita.kazuko")
        assert login is not None
        secret = identity.totp_secret(login.pk)
        reason = ("--coop", "2101", "--reason", "電話を失くした")
        reset = run("staff", "reset-second-factor", *reason, "narita.kazuko")
        assert reset.stdout.split()[1] != password
        assert identity.totp_secret(login.pk) != secret
        assert run("staff", "disable", *reason, "narita.kazuko").exit_code == 0
        assert "停止 disabled" in run("staff", "list", "--coop", "2101").stdout
        acts = coops.acts(2101, subject=f"staff:{login.staff_login.staff_id}")
        assert [act.verb for act in acts] == ["disable_staff", "reset_second_factor", "add_staff"]
        assert {act.actor_kind for act in acts} == {"operator"}

    def test_is_refused_in_plain_words(self) -> None:
        assert run("staff", *ADD, "narita.kazuko").exit_code == 0
        for arguments, words in (
            ((*ADD, "narita.kazuko"), "taken"),
            ((*ADD, "210125000001"), "looks_like_number"),
            (("disable", "--coop", "2101", "--reason", "x", "nobody.here"), "nobody.here"),
            (("list", "--coop", "1234"), "1234"),
        ):
            refused = run("staff", *arguments)
            assert refused.exit_code == 1, refused.output
            assert words in refused.output
