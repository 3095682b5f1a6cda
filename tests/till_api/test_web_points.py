"""`POST /v1/web-points`: what the co-op's app tells of (row G23)."""

from datetime import timedelta
from typing import Any

import pytest

from kumiai.cli import proof
from kumiai.kit import clock
from kumiai.members import actions as members
from kumiai.wallet import queries
from kumiai.wallet.changes import Change, Reason
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

PATH = "/v1/web-points"


def granted(number: str, tenths: int, **more: Any) -> dict[str, Any]:
    fields = {"points_tenths": tenths, "description": "来店スタンプ"}
    sent = server.event(number, member_number=number, **fields) | more
    del sent["card"]
    return sent


class TestAGrant:
    def test_raises_the_web_points(self, tills: Tills, here: World, person: Person) -> None:
        told = tills.settled(here.coop.feed, PATH, granted(person.member_number, 287))
        assert (told["points_tenths"], told["description"]) == (287, "来店スタンプ")
        assert told["balances"]["web_points_tenths"] == 287
        assert told["purse_versions"]["web_points"] == 1
        now = clock.now() + timedelta(seconds=1)
        wallet = queries.wallet(coop_id=2101, member_id=person.id, at=now)
        assert wallet.web_points.live == 287
        assert wallet.web_points.changes == (Change(Reason.EARNED, 1, 287),)

    def test_does_not_ask_for_the_card(self, tills: Tills, here: World, person: Person) -> None:
        """Nor how the number is written."""
        members.suspend(at=clock.now(), **world.suspension_of(person))
        printed = " ".join(person.member_number[i : i + 4] for i in (0, 4, 8))
        told = tills.settled(here.coop.feed, PATH, granted(printed, 10))
        assert told["balances"]["web_points_tenths"] == 10
        sent = server.event(person.card, reason="紛失")
        tills.settled(here.coop.till, "/v1/card-reissues", sent)
        told = tills.settled(here.coop.feed, PATH, granted(person.member_number, 10))
        assert told["balances"]["web_points_tenths"] == 20

    @pytest.mark.parametrize(
        "number", ["210199999999", "117525000001", "210125000001-2", "0123456789ABCDEF", "花子"]
    )
    def test_needs_a_number_of_this_co_op(self, tills: Tills, here: World, number: str) -> None:
        told = tills.declined(here.coop.feed, PATH, granted(number, 10))
        assert (told["reason"], told["remedies"]) == ("card_unknown", [{"kind": "check_number"}])
        assert "組合員番号" in told["text"]

    def test_is_not_for_somebody_who_left(self, tills: Tills, here: World, person: Person) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            statement = "UPDATE members_member SET left_on = '2020-03-31' WHERE id = %s"
            cursor.execute(statement, [person.id])
        told = tills.declined(here.coop.feed, PATH, granted(person.member_number, 10))
        assert told["reason"] == "membership_ended"

    def test_is_for_feeds_only(self, tills: Tills, here: World, person: Person) -> None:
        for terminal in (here.coop.till, here.coop.top_up_machine):
            answer = tills.post(terminal, PATH, granted(person.member_number, 10))
            assert answer.problem() == (403, "forbidden", "-")


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    assert list(proof.lies()) == []
