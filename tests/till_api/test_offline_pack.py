"""What tills keep for the time without a network: nothing is missed from one time to the next."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from kumiai.kit import clock
from kumiai.members import actions as members
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api.server import Tills

SERIALS = itertools.count(3000)
PATH = "/v1/offline-pack"
OVERLAP = timedelta(minutes=1)


@pytest.fixture
def person(here: World) -> Person:
    """Somebody new."""
    return world.people_of(here.coop, here.other, serial=next(SERIALS))[0]


def pack(tills: Tills, here: World, since: Any = None) -> dict[str, Any]:
    query = "" if since is None else f"?since={quote(str(since), safe='')}"
    answer = tills.get(here.coop.till, PATH + query)
    assert answer.status == 200, answer.raw
    return answer.body


def states(told: dict[str, Any], person: Person) -> list[str]:
    """How a person's cards stand in a pack."""
    codes = {person.card, f"{person.card}-2"}
    stopped = [card["state"] for card in told["cards"] if card["code"] in codes]
    return stopped + ["lifted" for card in told["lifted"] if card["code"] in codes]


def replace(person: Person) -> None:
    """As a re-issue leaves the cards."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_membercard SET replaced_at = now() WHERE member_id = %s", [person.id]
        )
        cursor.execute(
            "INSERT INTO members_membercard (coop_id, member_id, code, idm, issued_at)"
            " SELECT coop_id, id, member_number || '-2',"
            " upper(lpad(to_hex(id), 16, '0')), now() FROM members_member WHERE id = %s",
            [person.id],
        )


class TestThePack:
    def test_tells_the_limits_of_the_policy(self, tills: Tills, here: World) -> None:
        told = pack(tills, here)
        assert told["limits"] == {"per_card_yen": 3000, "per_till_yen": 200_000}
        assert set(told) == {"as_of", "cards", "lifted", "limits"}

    def test_tells_stopped_and_replaced_cards(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        assert states(pack(tills, here), person) == []
        replace(person)
        at = clock.now()
        members.suspend(at=at, **world.suspension_of(person))
        cards = {card["code"]: card for card in pack(tills, here)["cards"]}
        old, new = cards[person.card], cards[f"{person.card}-2"]
        assert (old["state"], "idm" in old) == ("replaced", False)
        assert (new["state"], len(new["idm"])) == ("suspended", 16)
        assert datetime.fromisoformat(new["since"]) == at

    def test_leaves_out_what_works_again(self, tills: Tills, here: World, person: Person) -> None:
        stopped = world.suspension_of(person)
        members.suspend(at=clock.now(), **stopped)
        members.lift_suspension(at=clock.now(), **stopped)
        told = pack(tills, here)
        assert (states(told, person), told["lifted"]) == ([], [])

    def test_is_of_the_callers_co_op(self, tills: Tills, here: World, person: Person) -> None:
        members.suspend(at=clock.now(), **world.suspension_of(person))
        others = tills.get(here.other.till, PATH).body
        assert others["cards"] == []
        changes = tills.get(here.other.till, f"{PATH}?since=2020-01-01T00:00:00Z").body
        assert (changes["cards"], changes["lifted"]) == ([], [])


class TestChanges:
    def test_are_those_since_the_moment(self, tills: Tills, here: World, person: Person) -> None:
        before = clock.now()
        stopped = world.suspension_of(person)
        members.suspend(at=before, **stopped)
        assert states(pack(tills, here, before), person) == ["suspended"]
        assert states(pack(tills, here, before + timedelta(seconds=1)), person) == []

    def test_tell_cards_that_work_again(self, tills: Tills, here: World, person: Person) -> None:
        before = clock.now()
        stopped = world.suspension_of(person)
        members.suspend(at=before, **stopped)
        lifted_at = clock.now()
        members.lift_suspension(at=lifted_at, **stopped)
        told = pack(tills, here, before)
        assert states(told, person) == ["lifted"]
        [card] = [card for card in told["lifted"] if card["code"] == person.card]
        assert datetime.fromisoformat(card["since"]) == lifted_at
        members.suspend(at=clock.now(), **stopped)
        assert states(pack(tills, here, before), person) == ["suspended"]

    def test_never_raise_the_dead(self, tills: Tills, here: World, person: Person) -> None:
        before = clock.now() - timedelta(minutes=1)
        stopped = world.suspension_of(person)
        members.suspend(at=clock.now(), **stopped)
        replace(person)
        members.lift_suspension(at=clock.now(), **stopped)
        told = pack(tills, here, before)
        assert states(told, person) == ["replaced", "lifted"]
        assert [c["code"] for c in told["lifted"] if person.card in c["code"]] == [
            f"{person.card}-2"
        ]

    def test_overlap_so_that_nothing_on_its_way_is_missed(
        self, tills: Tills, here: World, person: Person, module_database: FreshDatabase
    ) -> None:
        """A stop that was decided before one pack and committed after it is in the next."""
        with world.connect(module_database.url) as page:
            with page.transaction():
                page.execute("SELECT pg_advisory_xact_lock(%s)", [person.id])
                page.execute(
                    "INSERT INTO members_suspension (coop_id, member_id, suspended_at, reason,"
                    " by_kind, by_id, lifted_by_kind, lifted_by_id, lift_reason)"
                    " VALUES (%s, %s, now() - interval '40 seconds', '', 'staff', '', '', '', '')",
                    [person.coop_id, person.id],
                )
                began = page.execute("SELECT now()").fetchone()
                assert began is not None
                first = pack(tills, here)
                assert states(first, person) == []
            as_of = datetime.fromisoformat(first["as_of"])
            assert as_of <= began[0] - OVERLAP
            assert states(pack(tills, here, first["as_of"]), person) == ["suspended"]
        assert clock.now() - datetime.fromisoformat(pack(tills, here)["as_of"]) < 2 * OVERLAP


class TestSince:
    @pytest.mark.parametrize(
        "since",
        [
            "2026-11-23T12:05:31+09:00", "2026-11-23T12:05:31%2B09:00", "2026-11-23T03:05:31Z",
            "2026-11-23T03%3A05%3A31.482917Z", "2099-01-01T00:00:00-05:00",
        ],
    )  # fmt: skip
    def test_is_a_time_with_its_offset(self, tills: Tills, here: World, since: str) -> None:
        assert tills.get(here.coop.till, f"{PATH}?since={since}").status == 200

    @pytest.mark.parametrize(
        "since",
        [
            "", "yesterday", "2026-11-23", "2026-11-23T12:05:31", "1763870731", "%00", "%FF",
            "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "2026-02-30T00:00:00Z",
            "2026-11-23T12:05:31Z&since=2026-11-23T12:05:31Z",
        ],
    )  # fmt: skip
    def test_is_refused_otherwise(self, tills: Tills, here: World, since: str) -> None:
        answer = tills.get(here.coop.till, f"{PATH}?since={since}")
        assert answer.problem() == (422, "invalid", "/since")

    def test_is_told_in_the_pack_itself(self, tills: Tills, here: World) -> None:
        as_of = pack(tills, here)["as_of"]
        assert tills.get(here.coop.till, f"{PATH}?since={as_of}").status == 200
        told = datetime.fromisoformat(as_of)
        assert told.utcoffset() == timedelta(hours=9)
        assert told <= datetime.now(UTC)


class TestATerminal:
    def test_that_is_no_till_may_not_ask(self, tills: Tills, here: World) -> None:
        for terminal in (here.coop.top_up_machine, here.coop.feed):
            assert tills.get(terminal, PATH).problem() == (403, "forbidden", "-")
        assert tills.ask("GET", PATH).problem() == (401, "unauthorized", "-")
        posted = tills.ask("POST", PATH, b"{}", key=here.coop.till.key)
        assert posted.problem() == (405, "method_not_allowed", "-")
