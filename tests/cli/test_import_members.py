"""`kumiai import members` from the outside: what is printed, what is stored, exit status."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.identity.models import Login
from kumiai.joining.models import KeptMemberFile
from kumiai.ledger.models import Account
from kumiai.meals.models import MealCard
from kumiai.members.models import Guardian, Member, MemberCard
from tests.coops.files import HIROSAKI
from tests.databases import FreshDatabase
from tests.members.files import HANAKO, HEADER, TARO, member_csv

PLAN = """
[[meal_plans]]
name = "1日1,200円"
daily_limit_yen = 1200
starts_on = 2026-04-08
ends_on = 2199-02-28
"""
BAD_DATE = TARO | {"生年月日": "2006-02-30"}
TABLES = (Member, Guardian, MemberCard, Account, Login, MealCard)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.main, list(arguments), catch_exceptions=False)


@pytest.fixture
def folder(fresh_database: FreshDatabase, tmp_path: Path) -> Path:
    (tmp_path / "coop.toml").write_text(HIROSAKI + PLAN, "utf-8")
    assert run("import", "coops", str(tmp_path / "coop.toml")).exit_code == 0
    return tmp_path


def take_in(folder: Path, content: str | bytes, *options: str) -> Result:
    path = folder / "members.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return run("import", "members", str(path), *options)


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]  # type: ignore[attr-defined]


class TestImportMembers:
    @pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
    def test_gives_each_member_all_that_belongs_to_one(self, folder: Path, encoding: str) -> None:
        with_plan = HANAKO | {"ミールカード": "1日1,200円"}
        result = take_in(folder, member_csv(with_plan, TARO).encode(encoding))
        assert result.exit_code == 0
        assert "2101: 加入 2 joined" in result.output
        assert counts() == [2, 2, 2, 10, 4, 1]
        purses = Account.objects.filter(holder_id=Member.objects.get(name="青森 花子").id)
        assert {(purse.balance, purse.version) for purse in purses} == {(0, 0)}

    def test_changes_nothing_the_second_time(self, folder: Path) -> None:
        rows = member_csv(HANAKO | {"ミールカード": "1日1,200円"}, TARO)
        take_in(folder, rows)
        before = counts()
        result = take_in(folder, rows, "--coop", "2101")
        assert (result.exit_code, counts()) == (0, before)
        assert "加入 0 joined, 変更 0 changed, 変更なし 2 unchanged" in result.output

    def test_joins_who_is_new_and_changes_who_is_not(self, folder: Path) -> None:
        take_in(folder, member_csv(HANAKO))
        moved = HANAKO | {"帰省先電話番号": "0177-00-0000", "ミールカード": "1日1,200円"}
        result = take_in(folder, member_csv(moved, TARO))
        assert "加入 1 joined, 変更 1 changed, 変更なし 0 unchanged" in result.output
        assert Member.objects.get(member_number="210100001234").home_phone == "0177000000"

    def test_lists_bad_rows_and_takes_nothing_in(self, folder: Path) -> None:
        before = counts()
        result = take_in(folder, member_csv(HANAKO, BAD_DATE))
        assert (result.exit_code, counts()) == (1, before)
        assert "3行目 生年月日: 日付として読めません" in result.output
        assert "line 3: not a day of the calendar: 「2006-02-30」" in result.output

    def test_takes_the_good_rows_in_when_told_so(self, folder: Path) -> None:
        result = take_in(folder, member_csv(HANAKO, BAD_DATE), "--skip-bad")
        assert result.exit_code == 0
        assert "3行目 生年月日" in result.output
        assert [member.name for member in Member.objects.all()] == ["青森 花子"]

    def test_names_a_meal_plan_that_is_not_there(self, folder: Path) -> None:
        result = take_in(folder, member_csv(HANAKO | {"ミールカード": "食べ放題"}))
        assert (result.exit_code, Member.objects.count()) == (1, 0)
        assert "2行目 ミールカード: このプランはありません: 「食べ放題」" in result.output

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "the file is empty"),
            (member_csv().encode(), "not one row"),
            (member_csv(HANAKO, header=HEADER[:4]).encode(), "missing columns: 加入年"),
            (member_csv(HANAKO, header=(*HEADER, "年齢")).encode(), "unknown columns: 「年齢」"),
            (member_csv(HANAKO).encode("utf-16"), "UTF-16"),
            (member_csv(HANAKO).encode() + b"\xff\xfe\xfd", "neither UTF-8 nor CP932"),
            (member_csv(HANAKO).encode() + b"a\0b", "line 3 holds a NUL"),
            (member_csv(HANAKO).encode() + b"x" * 10_000_000, "line 3: a cell is longer"),
            (member_csv(HANAKO).encode() + b'"x', "line 3 is never closed"),
        ],
    )  # fmt: skip
    def test_refuses_hostile_files_whole(self, folder: Path, content: bytes, why: str) -> None:
        before = counts()
        for options in ((), ("--skip-bad",)):
            result = take_in(folder, content, *options)
            assert (result.exit_code, counts()) == (1, before)
            assert why in result.output
            assert "Traceback" not in result.output

    def test_refuses_a_co_op_that_is_not_there(self, folder: Path) -> None:
        result = take_in(folder, member_csv(HANAKO | {"組合員番号": "999900001234"}))
        assert result.exit_code == 1
        assert "There is no co-op 9999" in result.output

    def test_refuses_numbers_of_another_co_op(self, folder: Path) -> None:
        stranger = HANAKO | {"組合員番号": "999900001234"}
        result = take_in(folder, member_csv(stranger), "--coop", "2101")
        assert result.exit_code == 1
        assert "belongs to another co-op" in result.output


class TestPreview:
    def test_counts_and_changes_nobody(self, folder: Path) -> None:
        take_in(folder, member_csv(HANAKO))
        before = counts()
        moved = HANAKO | {"帰省先電話番号": "0177-00-0000"}
        result = take_in(folder, member_csv(moved, TARO), "--preview")
        assert (result.exit_code, counts()) == (0, before)
        assert "加入 1 joined, 変更 1 changed, 変更なし 0 unchanged" in result.output
        assert KeptMemberFile.objects.latest("id").state == "received"

    def test_names_the_bad_rows_and_counts_the_good_ones(self, folder: Path) -> None:
        result = take_in(folder, member_csv(HANAKO, BAD_DATE), "--preview")
        assert (result.exit_code, Member.objects.count()) == (0, 0)
        assert "3行目 生年月日: 日付として読めません" in result.output
        assert "加入 1 joined, 変更 0 changed, 変更なし 0 unchanged" in result.output
        assert "取り込めない行 1 bad" in result.output

    def test_goes_on_with_the_file_that_was_looked_at(self, folder: Path) -> None:
        take_in(folder, member_csv(HANAKO), "--preview")
        result = take_in(folder, member_csv(HANAKO))
        assert result.exit_code == 0
        assert "「members.csv」）。その続きから進めます。" in result.output
        assert "that file goes on" in result.output
        assert "加入 1 joined" in result.output
        assert KeptMemberFile.objects.get().state == "done"


class TestLeavers:
    LEAVING = HANAKO | {"脱退日": "2026-03-31"}

    def rows(self, *rows: dict[str, str]) -> str:
        return member_csv(*rows, header=(*HEADER, "脱退日"))

    def test_are_counted_and_leave_on_their_day(self, folder: Path) -> None:
        take_in(folder, member_csv(HANAKO, TARO))
        result = take_in(folder, self.rows(self.LEAVING, TARO))
        assert "加入 0 joined, 変更 1 changed, 変更なし 1 unchanged" in result.output
        assert "うち脱退 1 of them leaving" in result.output
        leaver = Member.objects.get(left_on__isnull=False)
        assert (leaver.name, leaver.left_on) == ("青森 花子", date(2026, 3, 31))

    def test_stay_left_where_a_file_does_not_speak_of_it(self, folder: Path) -> None:
        take_in(folder, self.rows(self.LEAVING))
        result = take_in(folder, member_csv(HANAKO))
        assert "変更 0 changed, 変更なし 1 unchanged" in result.output
        assert "leaving" not in result.output
        assert Member.objects.get().left_on == date(2026, 3, 31)

    def test_come_back_where_a_file_empties_their_day(self, folder: Path) -> None:
        take_in(folder, self.rows(self.LEAVING))
        result = take_in(folder, self.rows(HANAKO | {"脱退日": ""}))
        assert "変更 1 changed" in result.output
        assert Member.objects.get().left_on is None

    @pytest.mark.parametrize("day", ["2026-02-30", "来年"])
    def test_need_a_day_of_the_calendar(self, folder: Path, day: str) -> None:
        result = take_in(folder, self.rows(TARO, HANAKO | {"脱退日": day}))
        assert (result.exit_code, Member.objects.count()) == (1, 0)
        assert "3行目 脱退日: 日付として読めません" in result.output


class TestKeptFiles:
    def test_keep_what_came_byte_by_byte(self, folder: Path) -> None:
        raw = member_csv(HANAKO).encode("cp932")
        result = take_in(folder, raw)
        file = KeptMemberFile.objects.get()
        assert (bytes(file.raw), file.name, file.by_kind) == (raw, "members.csv", "operator")
        assert f"SHA-256 {hashlib.sha256(raw).hexdigest()}" in result.output

    def test_keep_nothing_that_is_no_member_file(self, folder: Path) -> None:
        take_in(folder, b"PK\x03\x04")
        assert not KeptMemberFile.objects.exists()


class TestImportCoops:
    def test_shows_keys_once(self, folder: Path) -> None:
        again = run("import", "coops", str(folder / "coop.toml"))
        assert again.exit_code == 0
        assert again.output == "2101 弘前大学生活協同組合: 変更なし (unchanged)\n"

    def test_says_what_is_wrong_in_the_file(self, folder: Path) -> None:
        (folder / "coop.toml").write_text(HIROSAKI.replace("#1f6f54", "green"), "utf-8")
        result = run("import", "coops", str(folder / "coop.toml"))
        assert result.exit_code == 1
        assert "accent_colour" in result.output
