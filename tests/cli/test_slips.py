"""`kumiai slips print` from the outside: the page for the printer, and what is kept of it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.kit import gs1_128
from kumiai.slips import rules
from kumiai.slips.models import PaymentSlip
from tests import cast
from tests.databases import FreshDatabase


@pytest.fixture
def folder(fresh_database: FreshDatabase, tmp_path: Path) -> Path:
    coop = cast.coop_2101(slip_issuer_code="912345", slip_postal_number="02300-1-2101")
    cast.hanako(coop)
    cast.taro(coop, faculty="理工学部")
    return tmp_path


def run(folder: Path, *options: str, out: str = "slips.html") -> Result:
    arguments = ["slips", "print", "--coop", "2101", "--out", str(folder / out), *options]
    return CliRunner().invoke(command.main, arguments, catch_exceptions=False)


class TestPrint:
    def test_makes_a_sheet_for_each_member(self, folder: Path) -> None:
        result = run(folder, "--amount", "30000", "--all", "--due", "2099-03-31")
        assert result.exit_code == 0, result.output
        page = (folder / "slips.html").read_text("utf-8")
        assert page.count('<article class="sheet">') == PaymentSlip.objects.count() == 2
        for slip in PaymentSlip.objects.all():
            assert rules.printed_reference(slip.reference) in page
        assert cast.HANAKO.name in page
        assert "30,000円" in page
        assert "02300-1-2101" in page

        # The bars say what stands below them.
        printed = re.findall(r"<figcaption>(.*?)</figcaption>", page)[0]
        digits = re.sub(r"\D", "", printed)
        assert len(digits) == 44
        assert digits.endswith(f"030000{gs1_128.check_digit(digits[:-1])}")
        assert gs1_128.path(digits, height=60) in page
        # It prints from the file alone.
        assert re.findall(r'(?:href|src)="([^"]{0,20})', page) == ["data:text/css;base64"]
        assert not re.search(r"<style|style=|<script", page)
        assert (folder / "slips.html").stat().st_mode & 0o777 == 0o600

    def test_is_for_who_is_meant_and_can_be_had_once_more(self, folder: Path) -> None:
        run(folder, "--amount", "30000", "--faculty", "理工学部")
        (slip,) = PaymentSlip.objects.select_related("member")
        assert slip.member.member_number == cast.TARO.member_number
        assert run(folder, "--again", str(slip.sending_id), out="again.html").exit_code == 0
        assert (folder / "again.html").read_text() == (folder / "slips.html").read_text()
        assert PaymentSlip.objects.count() == 1

    def test_refuses_in_both_languages_and_sends_nothing(self, folder: Path) -> None:
        (folder / "known.html").write_text("だいじなもの")
        for said, out, *options in (
            ("対象を選んで", "slips.html", "--amount", "30000"),
            ("1円以上300,000円以下", "slips.html", "--all"),
            ("1円以上300,000円以下", "slips.html", "--amount", "300001", "--all"),
            ("払込期限", "slips.html", "--amount", "1", "--all", "--due", "2001-01-01"),
            ("該当する組合員", "slips.html", "--amount", "1", "--joined", "1999"),
            ("210199999999", "slips.html", "--amount", "1", "--member", "210199999999"),
            ("送付番号999", "slips.html", "--again", "999"),
            ("known.html", "known.html", "--amount", "1", "--all"),
        ):
            result = run(folder, *options, out=out)
            assert result.exit_code == 1
            assert said in result.output
            assert len(result.output.strip().splitlines()) == 2
        assert not PaymentSlip.objects.exists()
        assert not (folder / "slips.html").exists()
        assert (folder / "known.html").read_text() == "だいじなもの"
