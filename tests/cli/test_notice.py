"""`kumiai notice`: publishing from a file, listing, withdrawing, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.notices.models import Notice, NoticeAddressee, NoticeMailing
from tests import cast
from tests.databases import FreshDatabase


def notice(*options: str | Path) -> Result:
    arguments = ["notice", *map(str, options)]
    return CliRunner().invoke(command.main, arguments, catch_exceptions=False)


@pytest.fixture
def hanako(fresh_database: FreshDatabase) -> cast.Person:
    return cast.hanako(cast.coop_2101())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text("\ufeff年末の休業\n\n12月29日から休業します。\n", "utf-8")
    return path


class TestPublish:
    def test_takes_title_and_text_from_the_file(self, hanako: cast.Person, file: Path) -> None:
        days = ("--from", "2099-12-01", "--until", "2099-12-31", "--mail")
        said = notice("publish", "--coop", "2101", file, *days)
        assert said.exit_code == 0, said.output
        row = Notice.objects.get()
        assert (row.title, row.text) == ("年末の休業", "12月29日から休業します。")
        assert f"{row.starts_at:%m-%d %H:%M}" == "11-30 15:00"
        assert row.ends_at is not None
        assert f"{row.ends_at:%m-%d %H:%M}" == "12-31 15:00"
        assert NoticeMailing.objects.get().next_at == row.starts_at

    def test_writes_to_members_by_number(
        self, hanako: cast.Person, file: Path, tmp_path: Path
    ) -> None:
        numbers = tmp_path / "numbers.txt"
        numbers.write_text("２１０１２５０００００１\n\n", "utf-8")
        assert notice("publish", "--coop", "2101", file, "--members-file", numbers).exit_code == 0
        assert NoticeAddressee.objects.get().member_id == hanako.id
        assert Notice.objects.get().readers == "members"

    @pytest.mark.parametrize(
        "options",
        [
            ("--member", "210199999999"),
            ("--member", "210125000001", "--faculty", "人文社会科学部"),
            ("--faculty", "魔法学部"),
            ("--meal-plan", "1日1,200円"),
            ("--until", "2020-01-01"),
            ("--from", "tomorrow"),
        ],
    )
    def test_refuses(self, hanako: cast.Person, file: Path, options: tuple[str, ...]) -> None:
        said = notice("publish", "--coop", "2101", file, *options)
        assert said.exit_code != 0
        assert not Notice.objects.exists()

    def test_refuses_files_that_are_no_notice(self, hanako: cast.Person, tmp_path: Path) -> None:
        path = tmp_path / "notice.txt"
        for raw in (b"", b"only a title", "題名\n本文".encode("cp932"), b"a\n\x1b[31m"):
            path.write_bytes(raw)
            said = notice("publish", "--coop", "2101", path)
            assert (said.exit_code, len(said.stderr.splitlines())) == (1, 2), raw


class TestList:
    def test_shows_each_until_it_is_withdrawn(self, hanako: cast.Person, file: Path) -> None:
        notice("publish", "--coop", "2101", file)
        said = notice("list", "--coop", "2101").output
        assert "掲載中 shown" in said
        assert "年末の休業" in said
        number = said.split()[0]
        withdraw = ("withdraw", "--coop", "2101", number, "--reason", "誤り")
        assert notice(*withdraw).exit_code == 0
        assert notice(*withdraw).exit_code == 1
        assert "取り下げ withdrawn" in notice("list", "--coop", "2101").output
