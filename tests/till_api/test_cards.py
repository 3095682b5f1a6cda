"""Cards stopped, let go again and issued anew at a till (rows G32, G50)."""

import random
from typing import Any

import pytest

from kumiai.cli import proof
from kumiai.coops.models import StaffAct
from kumiai.members.models import MemberCard, Suspension
from tests.cast import Person
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

STOP, LIFT, REISSUE = "/v1/suspensions", "/v1/suspension-lifts", "/v1/card-reissues"
CASH = [{"kind": "cash"}]


def asked(card: str, **more: Any) -> dict[str, Any]:
    return server.event(card, reason="紛失の届け出") | more


def new_idm() -> str:
    return f"{random.getrandbits(64):016X}"


def acts(person: Person) -> list[StaffAct]:
    """What the audit log says of somebody, beside joining."""
    subject = f"member:{person.member_number}"
    return list(StaffAct.objects.filter(coop_id=person.coop_id, subject=subject).order_by("id"))


class TestASuspension:
    def test_stops_the_card_at_once(self, tills: Tills, here: World, classmate: Person) -> None:
        told = tills.settled(here.coop.cafeteria_till, STOP, asked(classmate.card))
        assert (told["card"], told["member_number"]) == (classmate.card, classmate.member_number)
        assert told["suspended_at"] == told["posted_at"]
        assert (told["balances"]["prepaid"], told["messages"]) == (0, [])
        assert not any(store in told["text"] for store in here.callers["till"].cafeterias)
        for path, sent in (
            ("/v1/purchases", server.sale(classmate.card, tenders=CASH)),
            ("/v1/top-ups", server.event(classmate.card, amount=1)),
            (STOP, asked(classmate.card)),
        ):
            told = tills.declined(here.coop.till, path, sent)
            assert (told["reason"], told["remedies"]) == (
                "card_suspended",
                [{"kind": "lift_at_store"}],
            )

    def test_of_a_meal_card_holder_names_the_cafeteria(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        told = tills.settled(here.coop.till, STOP, asked(person.card))
        cafeterias = here.callers["till"].cafeterias
        assert cafeterias
        assert all(store in told["text"] for store in cafeterias)

    def test_is_written_as_the_office_writes_it(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sent = asked(person.card)
        tills.settled(here.coop.till, STOP, sent)
        row = Suspension.objects.get(member_id=person.id)
        assert (row.coop_id, row.reason, row.lifted_at) == (2101, "紛失の届け出", None)
        assert (row.by_kind, row.by_id) == ("terminal", str(here.coop.till.id))
        [act] = acts(person)
        assert (act.verb, act.actor_kind, act.actor_id) == ("suspend", row.by_kind, row.by_id)
        assert (act.at, act.reason, act.details) == (
            row.suspended_at,
            row.reason,
            {"entry": sent["id"]},
        )

    def test_is_for_tills_only(self, tills: Tills, here: World, person: Person) -> None:
        for path in (STOP, LIFT, REISSUE):
            for terminal in (here.coop.top_up_machine, here.coop.feed):
                answer = tills.post(terminal, path, asked(person.card))
                assert answer.problem() == (403, "forbidden", "-")

    @pytest.mark.parametrize("path", [STOP, LIFT, REISSUE])
    @pytest.mark.parametrize("card", ["210199999999", "117525000001", "no card"])
    def test_needs_a_card_of_this_co_op(
        self, tills: Tills, here: World, path: str, card: str
    ) -> None:
        told = tills.declined(here.coop.till, path, asked(card))
        assert (told["reason"], "balances" in told) == ("card_unknown", False)


class TestALift:
    def test_lets_the_card_pay_again(self, tills: Tills, here: World, person: Person) -> None:
        told = tills.declined(here.coop.till, LIFT, asked(person.card))
        assert told["reason"] == "not_suspended"
        tills.settled(here.coop.till, STOP, asked(person.card))
        told = tills.settled(here.coop.cafeteria_till, LIFT, asked(person.card, reason="発見"))
        assert told["lifted_at"] == told["posted_at"]
        tills.settled(here.coop.till, "/v1/purchases", server.sale(person.card, tenders=CASH))
        row = Suspension.objects.get(member_id=person.id)
        assert row.lifted_at is not None
        assert (row.lift_reason, row.lifted_by_id) == ("発見", str(here.coop.cafeteria_till.id))
        assert [act.verb for act in acts(person)] == ["suspend", "lift_suspension"]


class TestAReissue:
    def test_gives_the_next_code(self, tills: Tills, here: World, person: Person) -> None:
        tills.settled(here.coop.till, "/v1/top-ups", server.event(person.card, amount=1000))
        told = tills.settled(here.coop.till, REISSUE, asked(person.card, new_card=None))
        new = f"{person.member_number}-2"
        assert (told["new_card"], told["idm"], told["replaces"]) == (new, None, person.card)
        assert (told["fee"], told["balances"]["prepaid"]) == (1000, 1000)
        assert "再発行手数料は1,000円" in told["text"]
        fee = server.line(1000, code="REISSUE", name="再発行手数料", genre="other")
        paid = tills.settled(here.coop.till, "/v1/purchases", server.sale(new, fee))
        assert (paid["balances"]["prepaid"], paid["points_earned_tenths"]) == (0, 0)
        told = tills.settled(here.coop.till, REISSUE, asked(new))
        assert told["new_card"] == f"{person.member_number}-3"
        for dead in (person.card, new):
            for path in (STOP, LIFT, REISSUE):
                told = tills.declined(here.coop.till, path, asked(dead))
                assert told["reason"] == "card_replaced"
            sent = server.sale(dead, tenders=CASH)
            assert tills.declined(here.coop.till, "/v1/purchases", sent)["reason"] == (
                "card_replaced"
            )

    def test_takes_the_idm_of_the_new_card(
        self, tills: Tills, here: World, person: Person, classmate: Person
    ) -> None:
        idm = new_idm()
        told = tills.settled(here.coop.till, REISSUE, asked(person.card, new_card=idm.lower()))
        assert told["idm"] == idm
        sent = server.event(idm, amount=10)
        assert tills.settled(here.coop.till, "/v1/top-ups", sent)["balances"]["prepaid"] == 10
        for card in (classmate.card, idm):
            told = tills.declined(here.coop.till, REISSUE, asked(card, new_card=idm))
            assert (told["reason"], told["remedies"]) == (
                "card_in_use",
                [{"kind": "use_another_card"}],
            )
        told = tills.settled(here.coop.till, REISSUE, asked(idm, new_card=new_idm()))
        assert told["new_card"] == f"{person.member_number}-3"
        sent = server.event(idm, amount=10)
        assert tills.declined(here.coop.till, "/v1/top-ups", sent)["reason"] == "card_replaced"

    def test_ends_a_suspension(self, tills: Tills, here: World, person: Person) -> None:
        tills.settled(here.coop.till, STOP, asked(person.card))
        told = tills.settled(here.coop.till, REISSUE, asked(person.card, reason="再発行"))
        sent = server.sale(told["new_card"], tenders=CASH)
        tills.settled(here.coop.till, "/v1/purchases", sent)
        row = Suspension.objects.get(member_id=person.id)
        assert (row.lift_reason, row.lifted_by_kind) == ("再発行", "terminal")
        dead, alive = MemberCard.objects.filter(member_id=person.id).order_by("id")
        assert dead.replaced_at == alive.issued_at
        assert alive.replaced_at is None
        assert [act.verb for act in acts(person)] == ["suspend", "reissue_card"]
        assert acts(person)[1].details["card"] == alive.code

    def test_is_not_for_somebody_who_left(self, tills: Tills, here: World, person: Person) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            statement = "UPDATE members_member SET left_on = '2020-03-31' WHERE id = %s"
            cursor.execute(statement, [person.id])
        told = tills.declined(here.coop.till, REISSUE, asked(person.card))
        assert told["reason"] == "membership_ended"


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    assert list(proof.lies()) == []
