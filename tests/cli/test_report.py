"""`kumiai report` and `kumiai count-drawer`: the reports as the office has them on a terminal."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from tests import cast
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World

TODAY = clock.tokyo_date(clock.now())
NAMES = ("day", "month", "members", "outstanding", "unused", "leavers")


def run(*words: str) -> Result:
    return CliRunner().invoke(command.main, words, catch_exceptions=False)


@pytest.fixture(scope="module")
def here(module_database: FreshDatabase) -> World:
    """A top-up and two sales of today at 2101, and money that waits."""
    made, at = world.make(), clock.now()
    with world.connect(module_database.url) as connection:
        messages = [
            world.top_up(made.hanako, 3000, at=at),
            world.sale(made.hanako, world.line(480), at=at),
            world.sale(made.hanako, world.line(1080, genre="books"), tenders=("cash",), at=at),
        ]
        world.post(
            connection, [world.asked(made.callers["till"], each) for each in messages], at=at
        )
    world.credit(made.hanako, world.slip(made.hanako, 5000, on=TODAY), at=at)
    return made


class TestReport:
    @pytest.mark.parametrize("name", NAMES)
    def test_is_had_in_both_languages_and_as_files(
        self, here: World, tmp_path: Path, name: str
    ) -> None:
        for more in ([], ["--english"]):
            result = run("report", name, "--coop", "2101", *more)
            assert (result.exit_code, "弘前" in result.stdout) == (0, True)
        for option in ("--csv", "--xlsx"):
            path = tmp_path / f"report.{option[2:]}"
            assert run("report", name, "--coop", "2101", option, str(path)).exit_code == 0
            assert path.stat().st_mode & 0o077 == 0
            assert path.read_bytes()[:2] == (b"PK" if option == "--xlsx" else b"\xef\xbb")

    def test_says_sales_and_drawer_of_a_day(self, here: World) -> None:
        shown = run("report", "day", "--coop", "2101").stdout
        assert "1,560" in shown
        assert "4,080" in shown

    def test_is_written_into_the_log(self, here: World) -> None:
        run("report", "leavers", "--coop", "2101")
        act = StaffAct.objects.filter(verb="read_report").latest("at")
        assert (act.subject, act.actor_kind) == ("report:leavers", "operator")

    def test_has_the_use_of_each_member(self, here: World, tmp_path: Path) -> None:
        path = tmp_path / "use.csv"
        run("report", "members", "--coop", "2101", "--csv", str(path), "--encoding", "cp932")
        with path.open(encoding="cp932", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[-1] == [
            *(here.hanako.member_number, here.hanako.name, ""),
            *("480", "1080", "0", "0", "1560"),
        ]

    @pytest.mark.parametrize(
        "words",
        [
            ("day", "--coop", "9999"),
            ("day", "--coop", "2101", "--store", "NOWHERE"),
            ("month", "--coop", "2101", "--from", "2026-02-01", "--to", "2026-01-01"),
            ("day", "--coop", "2101", "--csv", "a", "--xlsx", "b"),
            ("day", "--coop", "2101", "--csv", "/nowhere/a.csv"),
        ],
    )
    def test_is_refused_in_both_languages(self, here: World, words: tuple[str, ...]) -> None:
        result = run("report", *words)
        assert result.exit_code in {1, 2}
        assert any("ぁ" <= sign <= "ん" for sign in result.stderr)


class TestEvidence:
    def test_is_recomputed_by_itself_and_says_where_it_was_changed(
        self, here: World, tmp_path: Path
    ) -> None:
        path, on = tmp_path / "evidence.zip", str(TODAY)
        asked = ("report", "evidence", "--coop", "2101", "--on", on, "--zip", str(path))
        refused = run(*asked)
        assert (refused.exit_code, "close-day" in refused.stderr, path.exists()) == (1, True, False)
        ledger.close_day(coop_id=2101, business_date=TODAY, at=clock.now(), by=cast.OPERATOR)
        assert "7,520円" in run(*asked).stdout
        first = path.read_bytes()
        assert run(*asked).exit_code == 0
        assert path.read_bytes() == first
        with zipfile.ZipFile(path) as bundle:
            bundle.extractall(tmp_path)
        assert self.recompute(tmp_path) == 0
        sums = tmp_path / "sums.csv"
        sums.write_text(sums.read_text().replace("PREPAID,0,480,3000", "PREPAID,0,480,3001"))
        assert self.recompute(tmp_path) == 1
        assert json.loads((tmp_path / "report.json").read_text())["unused_yen"] == 7520

    def recompute(self, folder: Path) -> int:
        """As an auditor does, without the installation."""
        environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
        program = [sys.executable, "-I", str(folder / "recompute.py")]
        return subprocess.run(program, env=environment, capture_output=True, check=False).returncode


class TestCountDrawer:
    def test_says_the_difference(self, here: World) -> None:
        terminal = str(here.callers["till"].terminal_id)
        asked = ("count-drawer", "--coop", "2101", "--terminal", terminal, "--float-yen", "30000")
        assert "差額 -80円" in run(*asked, "--counted-yen", "34000").stdout
        assert "difference +0 yen" in run(*asked, "--counted-yen", "34080").stdout
        assert "34,080" in run("report", "day", "--coop", "2101").stdout

    def test_refuses_a_day_to_come_and_a_till_of_others(self, here: World) -> None:
        other = str(here.callers["other till"].terminal_id)
        own = str(here.callers["till"].terminal_id)
        tomorrow = str(TODAY + timedelta(days=1))
        for words in (("--terminal", other), ("--terminal", own, "--on", tomorrow)):
            result = run("count-drawer", "--coop", "2101", "--counted-yen", "1", *words)
            assert (result.exit_code, "\n" in result.stderr.strip()) == (1, True)
