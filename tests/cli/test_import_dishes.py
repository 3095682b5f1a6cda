"""`kumiai import dishes` from the outside: what is printed, what is stored, exit status."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.meals.models import Dish
from tests import cast
from tests.databases import FreshDatabase
from tests.meals.dish_files import RICE, raw, row


@pytest.fixture
def folder(fresh_database: FreshDatabase, tmp_path: Path) -> Path:
    cast.coop_2101()
    return tmp_path


def take_in(folder: Path, content: bytes, *options: str, coop: str = "2101") -> Result:
    path = folder / "dishes.csv"
    path.write_bytes(content)
    arguments = ["import", "dishes", str(path), "--coop", coop, *options]
    return CliRunner().invoke(command.main, arguments, catch_exceptions=False)


class TestImportDishes:
    def test_takes_in_a_file_once(self, folder: Path) -> None:
        first = take_in(folder, raw(row(), row(RICE)), "--from", "2026-04-01")
        assert first.exit_code == 0
        assert "2101: 新しい版 2 new, 訂正 0 corrected, 変更なし 0 unchanged" in first.output
        again = take_in(folder, raw(row(), row(RICE), encoding="utf-8-sig"))
        assert "新しい版 0 new, 訂正 0 corrected, 変更なし 2 unchanged" in again.output
        assert Dish.objects.count() == 2

    def test_lists_bad_rows_and_takes_nothing_in(self, folder: Path) -> None:
        result = take_in(folder, raw(row(), row(RICE, protein_mg="五")))
        assert (result.exit_code, Dish.objects.count()) == (1, 0)
        assert "3行目 たんぱく質(g): 数値として読めません" in result.output
        assert "(line 3: no figure" in result.output

    def test_rewrites_the_past_only_when_told_to(self, folder: Path) -> None:
        take_in(folder, raw(row()), "--from", "2026-04-01")
        changed = raw(row(energy_kcal="394"))
        assert take_in(folder, changed, "--from", "2026-04-01").exit_code == 1
        assert take_in(folder, changed, "--from", "2026-04-01", "--correct").exit_code == 0
        assert Dish.objects.get().energy_kcal == 394

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"PK\x03\x04", b"a,b\n1,2\n"])
    def test_refuses_what_is_no_dish_file(self, folder: Path, content: bytes) -> None:
        result = take_in(folder, content)
        assert (result.exit_code, Dish.objects.count()) == (1, 0)
        assert "料理のファイルとして読めません" in result.output

    def test_needs_a_co_op_that_is_there(self, folder: Path) -> None:
        assert take_in(folder, raw(row()), coop="4711").exit_code == 1
