"""Where a co-op lets people in with codes: the file for the letters, of an import or on request."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.coops import queries as coops
from kumiai.identity import actions
from kumiai.identity.models import Login, ProvisionalRegistration
from kumiai.kit import clock
from kumiai.members.models import Guardian, Member
from tests import cast
from tests.coops.files import HIROSAKI, OTHER
from tests.databases import FreshDatabase
from tests.members.files import HANAKO, TARO, member_csv

CODES = 'prepaid_cap_yen = 50000\nprovisional_scheme = "code"'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.main, list(arguments), catch_exceptions=False)


@pytest.fixture
def folder(fresh_database: FreshDatabase, tmp_path: Path) -> Path:
    coop = HIROSAKI.replace("prepaid_cap_yen = 50000", CODES)
    (tmp_path / "coop.toml").write_text(coop, "utf-8")
    assert run("import", "coops", str(tmp_path / "coop.toml")).exit_code == 0
    return tmp_path


def take_in(folder: Path, *rows: dict[str, str], letters: str = "letters.csv") -> Result:
    (folder / "members.csv").write_text(member_csv(*rows), "utf-8")
    return run("import", "members", str(folder / "members.csv"), "--letters", str(folder / letters))


def letters(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def opens(letter: dict[str, str]) -> bool:
    opened = actions.log_in(
        login_id=letter["仮ログインID"],
        password=letter["登録コード"],
        coop_id=2101,
        network="",
        at=clock.now(),
    )
    return isinstance(opened, actions.TicketOpened)


class TestLetters:
    def test_have_a_row_for_each_login_and_open_the_form(self, folder: Path) -> None:
        result = take_in(folder, HANAKO, TARO)
        assert result.exit_code == 0
        rows = letters(folder / "letters.csv")
        assert len(rows) == Login.objects.count()
        assert {row["組合員番号"] for row in rows} == {HANAKO["組合員番号"], TARO["組合員番号"]}
        assert {row["区分"] for row in rows} == {"本人", "保護者"}
        assert all(opens(row) for row in rows)
        assert not any(row["登録コード"] in result.output for row in rows)

    def test_are_for_their_owners_eyes_only(self, folder: Path) -> None:
        take_in(folder, HANAKO)
        assert (folder / "letters.csv").stat().st_mode & 0o777 == 0o600

    def test_are_written_for_who_is_new(self, folder: Path) -> None:
        take_in(folder, HANAKO)
        assert take_in(folder, HANAKO, letters="again.csv").exit_code == 0
        assert not (folder / "again.csv").exists()
        take_in(folder, HANAKO, TARO, letters="more.csv")
        assert {row["組合員番号"] for row in letters(folder / "more.csv")} == {TARO["組合員番号"]}

    def test_go_into_the_data_folder_where_nobody_says_where(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KUMIAI_DATA", str(folder / "data"))
        (folder / "members.csv").write_text(member_csv(HANAKO), "utf-8")
        result = run("import", "members", str(folder / "members.csv"))
        [written] = (folder / "data" / "letters").iterdir()
        assert str(written) in result.output
        assert all(opens(row) for row in letters(written))

    def test_never_replace_a_file_that_is_there(self, folder: Path) -> None:
        (folder / "letters.csv").write_text("だいじなもの")
        result = take_in(folder, HANAKO)
        assert result.exit_code != 0
        assert "何も取り込みませんでした" in result.output
        assert (folder / "letters.csv").read_text() == "だいじなもの"
        assert not Member.objects.exists()
        assert not ProvisionalRegistration.objects.exists()

    def test_hold_no_formula(self, folder: Path) -> None:
        take_in(folder, HANAKO)
        Guardian.objects.update(name="=1+1")
        ProvisionalRegistration.objects.update(is_code=False)
        assert "2通" in run("letters", "--coop", "2101", "--letters", str(folder / "n.csv")).output
        names = [row["宛名"] for row in letters(folder / "n.csv")]
        assert "'=1+1" in names
        assert not any(name.startswith("=") for name in names)


class TestLettersOnRequest:
    def test_replace_one_that_got_lost(self, folder: Path) -> None:
        take_in(folder, HANAKO, TARO)
        first = {row["仮ログインID"]: row for row in letters(folder / "letters.csv")}
        number = HANAKO["組合員番号"]
        result = self.write(folder, "--member", f"{number[:4]}-{number[4:]}")
        assert result.exit_code == 0
        second = letters(folder / "lost.csv")
        assert {row["組合員番号"] for row in second} == {number}
        assert all(opens(row) for row in second)
        with pytest.raises(actions.CannotLogIn):
            opens(first[number])
        assert opens(first[TARO["組合員番号"]])
        act = coops.acts(2101, subject=f"member:{number}")[0]
        assert (act.verb, act.actor_kind, act.details) == ("issue_codes", "operator", {"count": 2})

    def test_come_for_who_has_none(self, folder: Path) -> None:
        take_in(folder, HANAKO)
        assert "0通" in self.write(folder).output
        ProvisionalRegistration.objects.update(is_code=False)
        assert "2通" in self.write(folder).output
        assert all(opens(row) for row in letters(folder / "lost.csv"))

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--member", "210199999999"), "No such member"),
            (("--coop", "1999"), "There is no co-op"),
        ],
    )
    def test_say_what_is_not_there(
        self, folder: Path, arguments: tuple[str, ...], said: str
    ) -> None:
        result = self.write(folder, *arguments)
        assert result.exit_code != 0
        assert said in result.output

    def test_are_refused_where_the_guides_passwords_hold(self, folder: Path) -> None:
        (folder / "other.toml").write_text(OTHER, "utf-8")
        run("import", "coops", str(folder / "other.toml"))
        result = self.write(folder, "--coop", "2102")
        assert result.exit_code != 0
        assert "uses no codes" in result.output

    def write(self, folder: Path, *arguments: str) -> Result:
        lost = str(folder / "lost.csv")
        return run("letters", "--coop", "2101", "--letters", lost, *arguments)


class TestPrintedLetters:
    def test_say_the_login_id_and_the_code(self, folder: Path) -> None:
        (folder / "members.csv").write_text(member_csv(HANAKO), "utf-8")
        run("import", "members", str(folder / "members.csv"), "--letters", str(folder / "a.csv"))
        options = ("--member", HANAKO["組合員番号"], "--letters", str(folder / "b.csv"))
        result = run("letters", "--coop", "2101", *options, "--print", str(folder / "b.html"))
        assert result.exit_code == 0, result.output
        page = (folder / "b.html").read_text("utf-8")
        for row in letters(folder / "b.csv"):
            assert row["仮ログインID"] in page
            assert row["登録コード"] in page
        assert page.count('<article class="sheet">') == 2
        assert (folder / "b.html").stat().st_mode & 0o777 == 0o600

    def test_tell_where_the_password_is_without_telling_it(
        self, fresh_database: FreshDatabase, tmp_path: Path
    ) -> None:
        hanako = cast.hanako(cast.coop_2101())
        result = run("letters", "--coop", "2101", "--print", str(tmp_path / "letters.html"))
        assert result.exit_code == 0, result.output
        page = (tmp_path / "letters.html").read_text("utf-8")
        assert page.count('<article class="sheet">') == 2
        assert hanako.guardian_login_id in page
        assert "学生本人の生年月日8桁" in page
        assert hanako.provisional_password not in page
