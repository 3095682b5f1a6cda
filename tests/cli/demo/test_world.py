"""The history: believable, the same every time, and nothing in it that could not be paid."""

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kumiai.cli.demo import academic_year, office_files, world
from kumiai.cli.demo.academic_year import DayKind
from kumiai.cli.demo.world import CoopWorld
from kumiai.kit import ids
from kumiai.kit.clock import TOKYO
from kumiai.purchases.asked import Purchase
from kumiai.wallet.asked import TopUp

UNTIL = datetime(2026, 11, 20, 15, 40, tzinfo=TOKYO)
BODIES = {"purchase": Purchase, "top_up": TopUp}


@pytest.fixture(scope="module")
def coops() -> tuple[CoopWorld, ...]:
    return world.make(UNTIL)


@pytest.fixture(scope="module")
def folders(coops: tuple[CoopWorld, ...], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("demo-files")
    for coop in coops:
        office_files.write(folder / str(coop.coop_id), coop)
    return [folder / str(coop.coop_id) for coop in coops]


class TestWorld:
    def test_has_thirteen_months_of_tens_of_thousands_of_entries(
        self, coops: tuple[CoopWorld, ...]
    ) -> None:
        assert 30_000 <= sum(len(coop.events) for coop in coops) <= 50_000
        assert world.first_day(UNTIL.date()) == date(2025, 10, 1)

    def test_ends_at_its_moment(self, coops: tuple[CoopWorld, ...]) -> None:
        for coop in coops:
            latest = coop.events[-1].at
            assert latest <= UNTIL
            assert latest > UNTIL - timedelta(hours=4)

    def test_has_ids_of_the_moments_of_its_events(self, coops: tuple[CoopWorld, ...]) -> None:
        found = [event for coop in coops for event in coop.events]
        assert len({event.id for event in found}) == len(found)
        assert all(ids.is_uuid7(event.id) for event in found)
        assert all(event.id.int >> 80 == int(event.at.timestamp() * 1000) for event in found[::100])

    def test_lets_nobody_be_at_two_tills_at_once(self, coops: tuple[CoopWorld, ...]) -> None:
        for coop in coops:
            for past in coop.pasts:
                moments = [event.at for event in past.events if event.kind != "slip"]
                assert all(b > a for a, b in itertools.pairwise(moments))

    def test_is_busiest_at_noon_and_closed_on_holidays(self, coops: tuple[CoopWorld, ...]) -> None:
        first = datetime.combine(world.first_day(UNTIL.date()), datetime.min.time(), TOKYO)
        sales = [e for coop in coops for e in coop.events if e.kind == "purchase" and e.at > first]
        hours = Counter(event.at.hour for event in sales)
        assert hours.most_common(1)[0][0] == 12
        days = Counter(event.at.date() for event in sales if "サポート" not in event.terminal)
        by_kind: Counter[DayKind] = Counter()
        for day, count in days.items():
            by_kind[academic_year.kind_of(day)] += count
        assert by_kind[DayKind.CLASSES] > 10 * by_kind[DayKind.VACATION]

    def test_gives_every_part_a_member(self, coops: tuple[CoopWorld, ...]) -> None:
        parts = coops[0].cast.parts
        assert parts["member"].joined_year >= 2020
        assert 2014 <= parts["member_2014_2019"].joined_year <= 2019
        assert parts["older_member"].joined_year <= 2013
        assert parts["guardian"].guardian_name
        counts = Counter(event.member_number for event in coops[0].events)
        assert counts.most_common(1)[0][0] == parts["heavy_member"].member_number
        assert all(len(coop.cards()) == 20 for coop in coops)

    def test_leaves_something_to_collect_and_to_claim(self, coops: tuple[CoopWorld, ...]) -> None:
        number = coops[0].cast.parts["registered_member"].member_number
        past = next(p for p in coops[0].pasts if p.life.person.member_number == number)
        kinds = Counter(event.kind for event in past.events)
        assert kinds["slip"] >= 1
        assert kinds["claim"] >= 1
        assert past.web_points_tenths >= 2000
        assert past.uncollected_yen >= 20_000


class TestFiles:
    def test_are_the_same_every_time(
        self, coops: tuple[CoopWorld, ...], folders: list[Path], tmp_path: Path
    ) -> None:
        (again,) = [coop for coop in world.make(UNTIL) if coop.coop_id == 9902]
        office_files.write(tmp_path, again)
        first = {p.relative_to(folders[1]): p.read_bytes() for p in folders[1].rglob("*.*")}
        second = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.*")}
        assert first == second

    def test_are_written_as_offices_write(self, folders: list[Path]) -> None:
        assert "組合員番号" in (folders[0] / "members/2026.csv").read_bytes().decode("cp932")
        assert (folders[1] / "members/2026.csv").read_bytes().startswith(b"\xef\xbb\xbf")

    def test_hold_bodies_that_the_till_takes(self, folders: list[Path]) -> None:
        for folder in folders:
            for raw in (folder / "history.jsonl").read_bytes().splitlines():
                line = msgspec.json.decode(raw, type=office_files.HistoryLine)
                if line.type in BODIES:
                    msgspec.json.decode(msgspec.json.encode(line.body), type=BODIES[line.type])
