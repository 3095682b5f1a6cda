"""`kumiai import transfers`, `statement` and `agency` from the outside."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.kit import clock
from kumiai.slips.models import BankFile, Deposit
from kumiai.wallet.models import Uncollected
from tests import cast
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.slips import bank

PAID_ON = clock.tokyo_date(clock.now()) - timedelta(days=8)


@pytest.fixture
def hanako(fresh_database: FreshDatabase) -> Person:
    return cast.hanako(cast.coop_2101())


def run(folder: Path, kind: str, raw: bytes, *options: str) -> Result:
    path = folder / "from-the-bank.txt"
    path.write_bytes(raw)
    arguments = ["import", kind, str(path), "--coop", "2101", *options]
    return CliRunner().invoke(command.main, arguments, catch_exceptions=False)


def paid(person: Person) -> bytes:
    return bank.notice(
        bank.transfer(bank.numbered(person), posted_on=PAID_ON),
        bank.transfer("ﾀﾞﾚｶ", 500, posted_on=PAID_ON),
    )


class TestImportDeposits:
    def test_takes_a_file_in_and_says_what_became_of_it(
        self, hanako: Person, tmp_path: Path
    ) -> None:
        result = run(tmp_path, "transfers", paid(hanako))
        assert result.exit_code == 0, result.output
        assert "入金 2件 20,500円" in result.output
        assert "組合員へ credited 1、仮受金 on the suspense 1" in result.output
        assert Uncollected.objects.get().amount_yen == 20_000

    def test_refuses_the_same_content_a_second_time(self, hanako: Person, tmp_path: Path) -> None:
        run(tmp_path, "transfers", paid(hanako))
        result = run(tmp_path, "transfers", paid(hanako))
        assert (result.exit_code, Deposit.objects.count()) == (1, 2)
        assert "同じ内容のファイル" in result.output
        assert "from-the-bank.txt" in result.output

    def test_takes_nothing_in_to_preview(self, hanako: Person, tmp_path: Path) -> None:
        result = run(tmp_path, "transfers", paid(hanako), "--preview")
        assert (result.exit_code, BankFile.objects.count()) == (0, 0)
        assert "入金 2件 20,500円" in result.output

    @pytest.mark.parametrize("kind", ["statement", "agency"])
    def test_refuses_a_file_of_another_kind(
        self, hanako: Person, tmp_path: Path, kind: str
    ) -> None:
        result = run(tmp_path, kind, paid(hanako))
        assert (result.exit_code, BankFile.objects.count()) == (1, 0)
        assert "何も取り込みませんでした" in result.output
        assert "Nothing was taken in" in result.output

    def test_tells_the_byte_of_a_wrong_trailer(self, hanako: Person, tmp_path: Path) -> None:
        raw = paid(hanako).replace(b"8000002000000020500", b"8000002000000020501")
        result = run(tmp_path, "transfers", raw)
        assert (result.exit_code, BankFile.objects.count()) == (1, 0)
        assert "614バイト目" in result.output
        assert "byte 614" in result.output
