"""The guide's co-op leads with the end of the previous day: its figures, summed anew as of then."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kumiai.cli.demo import history, intake, manifest, terminal_keys
from kumiai.cli.demo.manifest import CoopPart
from kumiai.coops import queries as coops
from kumiai.coops.actions import EnrolledTerminal
from kumiai.identity.models import Login
from kumiai.kit import clock
from kumiai.kit.clock import TOKYO
from kumiai.members import queries as members
from kumiai.purchases import rules as purchase_rules
from tests import cast, money
from tests.cli.demo import figures
from tests.databases import FreshDatabase
from tests.portal import sessions

UNTIL = datetime(2026, 11, 20, 15, 40, tzinfo=TOKYO)

PEOPLE = 4


@pytest.fixture(scope="module")
def people(
    module_database: FreshDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[cast.Person]]:
    """Some of the co-op's members, with all that the demo made up of them and nobody else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KUMIAI_DATA", str(tmp_path_factory.mktemp("data")))
        coop = manifest.make(UNTIL).coops[0]
        intake.take_in_coop(coop)
        intake.take_in_dishes(coop)
        intake.take_in_members(coop)
        numbers = random.sample(with_a_login(coop), PEOPLE)
        keep_of_history(coop, numbers)
        assert intake.take_in_history(coop, lambda _: None) == 0
        yield [person(coop, number) for number in numbers]


def with_a_login(coop: CoopPart) -> list[str]:
    """Who bought something and can log in; who joined long ago has to ask for a login first."""
    ids = members.member_ids(coop_id=coop.coop_id, member_numbers=coop.member_numbers)
    logins = set(Login.objects.filter(kind="member").values_list("member_id", flat=True))
    lines = history.lines(manifest.folder() / str(coop.coop_id) / "history.jsonl")
    bought = Counter(line.member_number for line in lines if line.type == "purchase")
    return sorted(number for number in bought if ids[number] in logins)


def keep_of_history(coop: CoopPart, numbers: list[str]) -> None:
    """Slips stay as the bank sent them, in files of many members."""
    file = manifest.folder() / str(coop.coop_id) / "history.jsonl"
    raw = file.read_bytes().splitlines(keepends=True)
    lines = zip(raw, history.lines(file), strict=True)
    kept = [text for text, line in lines if not line.member_number or line.member_number in numbers]
    file.write_bytes(b"".join(kept))


def person(coop: CoopPart, number: str) -> cast.Person:
    ids = members.member_ids(coop_id=coop.coop_id, member_numbers=[number])
    return cast.Person(ids[number], coop.coop_id, replace(cast.HANAKO, member_number=number))


def a_till(coop_id: int) -> EnrolledTerminal:
    till = next(each for each in coops.terminals(coop_id) if each.kind == "till")
    key = terminal_keys.kept(coop_id)[till.name]
    return EnrolledTerminal(till.id, coop_id, till.kind, till.name, till.store_code, key)


def buy_today(who: cast.Person) -> None:
    """What a moment ago brings: something bought for cash, and points of the app."""
    at = clock.now()
    told = money.ring_up(
        who, money.line(yen=1_230), till=a_till(who.coop_id), at=at, tenders=("cash",)
    )
    assert told["state"] == "settled"
    money.earn_web_points(who, tenths=150, at=at)


class TestFigures:
    def test_that_lead_are_those_of_the_end_of_the_day_they_name(
        self, people: list[cast.Person]
    ) -> None:
        for who in people:
            client = sessions.client_of_member(who.id)
            buy_today(who)
            home = client.get("/home").context
            end = clock.day_start(home["as_of"] + timedelta(days=1))
            self.check_purses(home, who.id, end)
            self.check_lifetime(home["lifetime"], who.id, end)
            self.check_bars(home, who.id, end)
            figures.check_histories(client, who.id)

    def check_purses(self, home: dict[str, Any], member_id: int, end: datetime) -> None:
        """Both figures of each purse, and that the movements between lead from one to the other."""
        before = figures.purses(member_id, before=end)
        live = figures.purses(member_id, before=figures.FAR)
        for kind in ("PREPAID", "POINTS", "WEB_POINTS", "UNCOLLECTED"):
            told = home[kind.lower()]
            assert told.as_of == home["as_of"]
            assert (told.amount, told.live) == (before.get(kind, 0), live.get(kind, 0)), kind
            assert told.amount + sum(change for _, change in told.moves) == told.live, kind
        assert home["debt_yen"] == live.get("DEBT", 0)
        assert home["web_points"].live == home["web_points"].amount + 150

    def check_lifetime(self, told: dict[str, int], member_id: int, end: datetime) -> None:
        for key, before in (("yen", end), ("live_yen", figures.FAR)):
            assert told[key] == figures.sales_yen(member_id, since=figures.LONG_AGO, before=before)
        for key, before in (("points_tenths", end), ("live_tenths", figures.FAR)):
            assert told[key] == figures.granted_tenths(member_id, before=before)
        assert told["today_count"] == 1
        assert told["live_yen"] == told["yen"] + 1_230

    def check_bars(self, home: dict[str, Any], member_id: int, end: datetime) -> None:
        """Of the months that are shown, each up to the day that leads; nothing was taken back."""
        assert len(home["prepaid_bars"]) == 5
        for bar in home["prepaid_bars"]:
            since, before = span(bar.when, end)
            paid_yen = figures.prepaid_paid_yen(member_id, since=since, before=before)
            assert bar.amount_yen == paid_yen, bar.when
        for stack in home["genre_stacks"]:
            since, before = span(stack.when, end)
            sold_yen = figures.sales_yen(member_id, since=since, before=before)
            assert sum(stack.amounts_yen) == sold_yen, stack.when


def span(month: date, end: datetime) -> tuple[datetime, datetime]:
    return clock.day_start(month), min(clock.day_start(purchase_rules.month_after(month)), end)
