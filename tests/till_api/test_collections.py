"""`POST /v1/collections`: what waits is handed over without a purchase (rows G40 to G42)."""

from datetime import timedelta
from typing import Any

import pytest

from kumiai.cli import proof
from kumiai.kit import clock
from kumiai.members import actions as members
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

PATH = "/v1/collections"
TODAY = clock.tokyo_date(clock.now())


def slip(person: Person, yen: int, *, days: int = 0) -> None:
    """A slip whose money can be had so many days from now."""
    on = TODAY + timedelta(days=days)
    world.credit(person, world.slip(person, yen, on=on), at=clock.now())


def owe(tills: Tills, here: World, person: Person, yen: int) -> None:
    """A sale made offline that nothing paid for."""
    sent = server.sale(person.card, server.line(yen, code="REISSUE"), offline=True)
    tills.settled(here.coop.till, "/v1/purchases", sent)


class TestACollection:
    def test_hands_over_all_there_is(self, tills: Tills, here: World, person: Person) -> None:
        slip(person, 3000, days=-400)
        slip(person, 2000)
        slip(person, 700, days=3)
        told = tills.settled(here.coop.till, PATH, server.event(person.card, cashier="07"))
        on = (TODAY + timedelta(days=3)).isoformat()
        assert (told["collected"], told["debt_recovered"], told["next_on"]) == (5000, 0, on)
        assert told["waiting"] == [{"amount": 700, "available_on": on}]
        assert (told["balances"]["prepaid"], told["balances"]["uncollected"]) == (5000, 700)
        assert (told["balances"]["collectable"], told["messages"]) == (0, [])
        assert told["purse_versions"]["uncollected"] == 4

    def test_takes_the_debt_first(self, tills: Tills, here: World, person: Person) -> None:
        owe(tills, here, person, 380)
        slip(person, 300)
        told = tills.settled(here.coop.till, PATH, server.event(person.card))
        assert (told["collected"], told["debt_recovered"]) == (300, 300)
        assert (told["balances"]["debt"], told["balances"]["prepaid"]) == (80, 0)
        slip(person, 200)
        told = tills.settled(here.coop.till, PATH, server.event(person.card))
        assert (told["debt_recovered"], told["balances"]["prepaid"]) == (80, 120)

    def test_takes_what_fits_under_the_cap(self, tills: Tills, here: World, person: Person) -> None:
        slip(person, 60_000)
        slip(person, 50_000)
        told = tills.settled(here.coop.till, PATH, server.event(person.card))
        assert (told["collected"], told["balances"]["prepaid"]) == (99_999, 99_999)
        assert told["waiting"] == [{"amount": 10_001, "available_on": TODAY.isoformat()}]
        assert [message["code"] for message in told["messages"]] == ["collectable"]
        told = tills.declined(here.coop.till, PATH, server.event(person.card))
        assert (told["reason"], told["room"]) == ("over_prepaid_cap", 0)

    def test_is_for_machines_where_the_store_hands_over(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        slip(person, 1000)
        machine, sent = here.coop.top_up_machine, server.event(person.card)
        if here.callers["machine"].hands_over:
            assert tills.settled(machine, PATH, sent)["collected"] == 1000
        else:
            assert tills.post(machine, PATH, sent).problem() == (403, "forbidden", "-")

    def test_is_forbidden_elsewhere(self, tills: Tills, here: World, person: Person) -> None:
        slip(person, 1000)
        for terminal in (here.coop.cafeteria_till, here.coop.feed):
            answer = tills.post(terminal, PATH, server.event(person.card))
            assert answer.problem() == (403, "forbidden", "-")
            assert tills.post(terminal, PATH, b"{").problem() == (403, "forbidden", "-")

    def test_is_of_nothing_before_its_day(self, tills: Tills, here: World, person: Person) -> None:
        told = tills.declined(here.coop.till, PATH, server.event(person.card))
        assert (told["reason"], told["next_on"]) == ("nothing_to_collect", None)
        slip(person, 1000, days=9)
        slip(person, 1000, days=2)
        told = tills.declined(here.coop.till, PATH, server.event(person.card))
        on = (TODAY + timedelta(days=2)).isoformat()
        assert (told["reason"], told["next_on"]) == ("nothing_to_collect", on)
        assert told["remedies"] == [{"kind": "wait", "on": on}]
        assert told["balances"]["uncollected"] == 2000

    @pytest.mark.parametrize("card", ["210199999999", "117525000001", "x"])
    def test_needs_a_card_of_this_co_op(self, tills: Tills, here: World, card: str) -> None:
        told = tills.declined(here.coop.till, PATH, server.event(card))
        assert told["reason"] == "card_unknown"

    def test_needs_a_card_that_may_pay(self, tills: Tills, here: World, person: Person) -> None:
        slip(person, 1000)
        members.suspend(at=clock.now(), **world.suspension_of(person))
        told = tills.declined(here.coop.till, PATH, server.event(person.card))
        assert (told["reason"], told["balances"]["uncollected"]) == ("card_suspended", 1000)

    def test_shares_a_batch_with_what_is_bought(self, here: World, module_database: Any) -> None:
        """The second finds nothing left, and the sale after it is paid with what was collected."""
        kenji, till = here.people[2], here.callers["till"]
        world.credit(kenji, world.slip(kenji, 1000), at=world.NOON)
        sale = world.sale(kenji, world.line(900, code="REISSUE"))
        messages = [world.collection(kenji), world.collection(kenji), sale]
        with world.connect(module_database.url) as connection:
            outcomes = world.post(connection, [world.asked(till, each) for each in messages])
        first, second, third = (world.answer(outcome) for outcome in outcomes)
        assert first["collected"] == 1000
        assert second["reason"] == "nothing_to_collect"
        assert third["balances"]["prepaid"] == 100


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    assert list(proof.lies()) == []
