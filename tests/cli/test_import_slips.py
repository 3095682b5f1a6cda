"""`kumiai import slips` from the outside: what is printed, what is stored, exit status."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.slips.models import SlipPayment
from kumiai.wallet.models import Uncollected
from tests import cast
from tests.databases import FreshDatabase

HEADER = "払込日,金額,組合員番号,払込票番号,払込人"
GOOD = f"2026-04-03,20000,{cast.HANAKO.member_number},A1,ツガル ハナコ"
OTHER_GOOD = f"2026-04-06,5000,{cast.HANAKO.member_number},A2,"
NOBODYS = "2026-04-03,20000,210199999999,A3,"
NO_AMOUNT = f"2026-04-03,,{cast.HANAKO.member_number},A4,"


@pytest.fixture
def folder(fresh_database: FreshDatabase, tmp_path: Path) -> Path:
    cast.hanako(cast.coop_2101())
    return tmp_path


def take_in(folder: Path, *lines: str, options: tuple[str, ...] = (), raw: bytes = b"") -> Result:
    path = folder / "slips.csv"
    path.write_bytes(raw or "\r\n".join([HEADER, *lines]).encode("cp932"))
    arguments = ["import", "slips", str(path), *options]
    return CliRunner().invoke(command.main, arguments, catch_exceptions=False)


def counts() -> tuple[int, int, int]:
    return (
        SlipPayment.objects.count(),
        Uncollected.objects.count(),
        Entry.objects.filter(kind="slip").count(),
    )


class TestImportSlips:
    def test_takes_in_each_payment_once(self, folder: Path) -> None:
        result = take_in(folder, GOOD)
        assert result.exit_code == 0
        assert "2101: 新しい払込 1件 20,000円 new, 取り込み済み 0件 known" in result.output
        result = take_in(folder, GOOD, OTHER_GOOD)
        assert result.exit_code == 0
        assert "2101: 新しい払込 1件 5,000円 new, 取り込み済み 1件 known" in result.output
        assert counts() == (2, 2, 2)

    def test_says_when_the_same_file_came_in_first(self, folder: Path) -> None:
        take_in(folder, GOOD, OTHER_GOOD)
        first = SlipPayment.objects.earliest("taken_in_at").taken_in_at.astimezone(clock.TOKYO)
        result = take_in(folder, GOOD, OTHER_GOOD)
        assert "新しい払込 0件 0円 new, 取り込み済み 2件 known" in result.output
        told = f"同じ内容のファイルを{first:%Y年%-m月%-d日 %H:%M}に取り込み済みです"
        assert told in result.output
        result = take_in(folder, OTHER_GOOD)
        assert "新しい払込はありませんでした" in result.output
        assert counts() == (2, 2, 2)

    def test_lists_bad_rows_and_takes_nothing_in(self, folder: Path) -> None:
        result = take_in(folder, GOOD, NOBODYS, NO_AMOUNT)
        assert (result.exit_code, counts()) == (1, (0, 0, 0))
        assert "3行目 組合員番号: この番号の組合員はいません" in result.output
        assert "4行目 金額: 金額として読めません" in result.output
        assert "--skip-bad" in result.output

    def test_takes_in_the_good_rows_when_told_to(self, folder: Path) -> None:
        result = take_in(folder, GOOD, NOBODYS, options=("--skip-bad",))
        assert (result.exit_code, counts()) == (0, (1, 1, 1))
        assert "取り込めない行 1 bad" in result.output

    @pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"PK\x03\x04", b"\x00" * 40, b"a,b\n1,2\n"])
    def test_refuses_what_is_no_slip_file(self, folder: Path, raw: bytes) -> None:
        result = take_in(folder, raw=raw)
        assert (result.exit_code, counts()) == (1, (0, 0, 0))
        assert "払込のファイルとして読めません" in result.output
