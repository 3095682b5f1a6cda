"""What a clerk's screen is told of a card, over real HTTP."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from kumiai.members import actions as members
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Answer, Tills

SERIALS = itertools.count(500)
EMPTY = {
    "prepaid": 0,
    "points_tenths": 0,
    "web_points_tenths": 0,
    "uncollected": 0,
    "collectable": 0,
    "debt": 0,
}
NEVER_MOVED = dict.fromkeys(("prepaid", "points", "web_points", "uncollected", "debt"), 0)


@pytest.fixture
def person(here: World) -> Person:
    """Somebody new, with a meal card and without money."""
    return world.people_of(here.coop, here.other, serial=next(SERIALS))[0]


@pytest.fixture
def classmate(here: World) -> Person:
    """Somebody new without a meal card."""
    return world.people_of(here.coop, here.other, serial=next(SERIALS))[1]


def look_up(tills: Tills, here: World, card: str) -> Answer:
    return tills.get(here.coop.till, f"/v1/cards/{quote(card, safe='')}")


def told(tills: Tills, here: World, person: Person) -> dict[str, Any]:
    answer = look_up(tills, here, person.card)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    return answer.body


def sell(tills: Tills, here: World, person: Person, **more: Any) -> dict[str, Any]:
    sent = server.sale(person.card, server.line(480, meal_eligible=True), **more)
    answer = tills.post(here.coop.till, "/v1/purchases", sent)
    assert answer.status == 200, answer.raw
    return answer.body


def change(statement: str, person: Person) -> None:
    """What no action does yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, [person.id])


class TestACard:
    def test_of_somebody_new_is_active_and_empty(
        self, tills: Tills, here: World, classmate: Person
    ) -> None:
        assert told(tills, here, classmate) == {
            "card": classmate.card,
            "member_number": classmate.member_number,
            "name": classmate.name,
            "state": "active",
            "usable_until": "2029-03-31",
            "balances": EMPTY,
            "purse_versions": NEVER_MOVED,
            "collectable_now": 0,
            "collectable_next_on": None,
            "messages": [],
        }

    def test_tells_what_a_receipt_tells(self, tills: Tills, here: World, person: Person) -> None:
        receipt = sell(tills, here, person, tenders=[{"kind": "cash"}])
        shown = told(tills, here, person)
        for name in ("balances", "purse_versions"):
            assert shown[name] == receipt[name]

    def test_tells_what_can_be_collected_and_when_more(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        today = clock.tokyo_date(clock.now())
        later = today + timedelta(days=2)
        world.credit(person, world.slip(person, 20_000, on=today), at=clock.now())
        world.credit(person, world.slip(person, 5000, on=later), at=clock.now())
        shown = told(tills, here, person)
        assert (shown["collectable_now"], shown["collectable_next_on"]) == (20_000, f"{later}")
        assert shown["balances"] == EMPTY | {"uncollected": 25_000, "collectable": 20_000}
        assert shown["messages"] == [
            {"code": "collectable", "text": "未受取のPicoが20,000円あります。"}
        ]

    def test_tells_what_is_owed(self, tills: Tills, here: World, classmate: Person) -> None:
        sell(tills, here, classmate, offline=True)
        shown = told(tills, here, classmate)
        assert shown["balances"]["debt"] == 480
        assert [message["code"] for message in shown["messages"]] == ["debt"]
        assert "480円" in shown["messages"][0]["text"]

    @pytest.mark.parametrize("typed", ["{}", " {} ", "２１０１{}", "{}-２", "0123456789abcdef"])
    def test_is_found_however_it_is_typed(
        self, tills: Tills, here: World, person: Person, typed: str
    ) -> None:
        change("UPDATE members_membercard SET replaced_at = now() WHERE member_id = %s", person)
        change(
            "INSERT INTO members_membercard (coop_id, member_id, code, idm, issued_at)"
            " SELECT coop_id, id, member_number || '-2', '0123456789ABCDEF', now()"
            " FROM members_member WHERE id = %s",
            person,
        )
        number = person.card.removeprefix("2101") if typed.startswith("２") else person.card
        answer = look_up(tills, here, typed.format(number))
        assert answer.body["member_number"] == person.member_number
        assert answer.body["card"] in {person.card, f"{person.card}-2"}
        change("UPDATE members_membercard SET idm = NULL WHERE member_id = %s", person)

    def test_is_one_for_top_up_machines_too(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        assert tills.get(here.coop.top_up_machine, f"/v1/cards/{person.card}").status == 200

    def test_waits_for_nobody(
        self, tills: Tills, here: World, person: Person, module_database: FreshDatabase
    ) -> None:
        with world.connect(module_database.url) as page, page.transaction():
            page.execute("SELECT pg_advisory_xact_lock(%s)", [person.id])
            page.execute("SELECT FROM members_membercard FOR UPDATE")
            page.execute("SELECT FROM ledger_account FOR UPDATE")
            # Whoever waited here would be refused in the end.
            told(tills, here, person)


class TestACardThatMayNotBeUsed:
    """It is shown with the words of a decline."""

    def check(self, tills: Tills, here: World, person: Person, state: str, reason: str) -> None:
        declined = sell(tills, here, person)
        assert declined["reason"] == reason
        shown = told(tills, here, person)
        assert shown["state"] == state
        assert (shown["text"], shown["remedies"]) == (declined["text"], declined["remedies"])

    def test_is_suspended(self, tills: Tills, here: World, person: Person) -> None:
        stopped = world.suspension_of(person)
        members.suspend(at=clock.now(), **stopped)
        self.check(tills, here, person, "suspended", "card_suspended")
        members.lift_suspension(at=clock.now(), **stopped)
        assert told(tills, here, person)["state"] == "active"
        assert "text" not in told(tills, here, person)

    def test_is_replaced(self, tills: Tills, here: World, person: Person) -> None:
        change("UPDATE members_membercard SET replaced_at = now() WHERE member_id = %s", person)
        self.check(tills, here, person, "replaced", "card_replaced")

    def test_is_of_somebody_who_left(self, tills: Tills, here: World, person: Person) -> None:
        change("UPDATE members_member SET left_on = '2020-03-31' WHERE id = %s", person)
        self.check(tills, here, person, "membership_ended", "membership_ended")

    def test_is_expired(self, tills: Tills, here: World, person: Person) -> None:
        change(
            "UPDATE members_member SET joined_year = 2016, graduation_year = 2020 WHERE id = %s",
            person,
        )
        self.check(tills, here, person, "prepaid_expired", "prepaid_expired")
        assert told(tills, here, person)["usable_until"] == "2020-03-31"


class TestAMealCard:
    def test_tells_what_is_left_today(self, tills: Tills, here: World, person: Person) -> None:
        assert told(tills, here, person)["meal"] == {
            "plan": "1日1,200円",
            "used_today": 0,
            "left_today": 1200,
            "valid_now": True,
        }
        receipt = sell(tills, here, person, tenders=[{"kind": "meal_card"}])
        meal = told(tills, here, person)["meal"]
        assert meal == receipt["meal"] | {"valid_now": True}
        assert (meal["used_today"], meal["left_today"]) == (480, 720)

    def test_that_is_closed_now_has_nothing_left(
        self, tills: Tills, here: World, classmate: Person
    ) -> None:
        weekday = datetime.now(clock.TOKYO).weekday()
        self.give(here, classmate, "ほかの曜日", {(weekday + 3) % 7}, date(2026, 4, 1))
        meal = told(tills, here, classmate)["meal"]
        assert (meal["left_today"], meal["valid_now"]) == (0, False)

    def test_begun_later_counts_as_at_the_till(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        self.give(here, person, "1日700円", set(range(7)), date(2026, 4, 2))
        assert told(tills, here, person)["meal"]["plan"] == "1日700円"
        receipt = sell(tills, here, person, tenders=[{"kind": "meal_card"}])
        assert receipt["meal"]["plan"] == "1日700円"

    def give(
        self, here: World, person: Person, name: str, weekdays: set[int], starts_on: date
    ) -> None:
        plan = Plan(
            name=name,
            daily_limit_yen=700,
            weekdays=weekdays,
            opens_at=None,
            closes_at=None,
            starts_on=starts_on,
            ends_on=world.PLAN.ends_on,
        )
        meals.take_in_plans(coop_id=here.coop.id, plans=[plan])
        meals.hand_out_cards(coop_id=here.coop.id, plan_names={person.id: name}, on=starts_on)


class TestNoCard:
    @pytest.mark.parametrize(
        "card", ["210199999999", "0123456789ABCDEE", "no card at all", "%00", "💳", "a/b", "210125"]
    )
    def test_is_not_found(self, tills: Tills, here: World, card: str) -> None:
        assert look_up(tills, here, card).problem() == (404, "not_found", "-")

    def test_is_another_co_ops(self, tills: Tills, here: World) -> None:
        assert look_up(tills, here, here.jiro.card).problem() == (404, "not_found", "-")
        assert tills.get(here.other.till, f"/v1/cards/{here.jiro.card}").status == 200

    def test_is_shown_to_a_feed_or_to_nobody_known(self, tills: Tills, here: World) -> None:
        path = f"/v1/cards/{here.hanako.card}"
        assert tills.get(here.coop.feed, path).problem() == (403, "forbidden", "-")
        assert tills.ask("GET", path).problem() == (401, "unauthorized", "-")
        posted = tills.ask("POST", path, b"{}", key=here.coop.till.key)
        assert posted.problem() == (405, "method_not_allowed", "-")
