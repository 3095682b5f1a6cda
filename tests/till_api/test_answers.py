"""What tills are answered, to the letter of the contract, over real HTTP."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kumiai.kit import clock
from kumiai.kit.clock import TOKYO
from kumiai.ledger.models import Entry
from kumiai.members import actions as members
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

EMPTY = {
    "prepaid": 0,
    "points_tenths": 0,
    "web_points_tenths": 0,
    "uncollected": 0,
    "collectable": 0,
    "debt": 0,
}
BALANCES = set(EMPTY)
VERSIONS = {"prepaid", "points", "web_points", "uncollected", "debt"}


def top_up(tills: Tills, here: World, person: Person, yen: int) -> dict[str, Any]:
    sent = server.event(person.card, amount=yen)
    answer = tills.post(here.coop.till, "/v1/top-ups", sent)
    assert answer.status == 200
    return answer.body


def declined(tills: Tills, here: World, sent: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A decline: 200, stored, the same when asked again or read."""
    path = "/v1/top-ups" if "amount" in sent else "/v1/purchases"
    answer = tills.post(here.coop.till, path, sent)
    assert (answer.status, answer.body["state"]) == (200, "declined")
    again = tills.post(here.coop.till, path, sent)
    assert (again.raw, again.is_replay) == (answer.raw, True)
    assert tills.get(here.coop.till, f"/v1/entries/{sent['id']}").raw == answer.raw
    assert not answer.body["text"].isascii()
    assert "remedies" in answer.body
    assert {name: answer.body[name] for name in more} == more
    return answer.body


class TestTopUp:
    def test_answers_to_the_letter(self, tills: Tills, here: World, person: Person) -> None:
        sent = server.event(person.card, amount=3000)
        answer = tills.post(here.coop.till, "/v1/top-ups", sent)
        assert (answer.status, answer.is_replay) == (200, False)
        assert answer.headers["content-type"] == "application/json"
        told = answer.body
        assert told["id"] == sent["id"]
        assert (told["state"], told["amount"], told["debt_recovered"]) == ("settled", 3000, 0)
        assert told["balances"] == EMPTY | {"prepaid": 3000}
        assert told["purse_versions"] == dict.fromkeys(VERSIONS, 0) | {"prepaid": 1}
        posted_at = datetime.fromisoformat(told["posted_at"])
        assert posted_at.utcoffset() == timedelta(hours=9)
        assert abs(posted_at - clock.now()) < timedelta(minutes=1)

    def test_over_the_cap_is_declined(self, tills: Tills, here: World, person: Person) -> None:
        top_up(tills, here, person, 99_000)
        sent = server.event(person.card, amount=1000)
        told = declined(tills, here, sent, reason="over_prepaid_cap", room=999)
        assert told["balances"]["prepaid"] == 99_000

    def test_is_for_machines_too(self, tills: Tills, here: World, person: Person) -> None:
        sent = server.event(person.card, amount=2000)
        answer = tills.post(here.coop.top_up_machine, "/v1/top-ups", sent)
        assert answer.body["balances"]["prepaid"] == 2000


class TestPurchase:
    def test_answers_the_worked_example(self, tills: Tills, here: World, person: Person) -> None:
        """The example of the contract, to the yen and the tenth."""
        today = clock.tokyo_date(clock.now())
        world.credit(person, world.slip(person, 20_000, on=today), at=clock.now())
        top_up(tills, here, person, 1000)
        book = server.line(6660, genre="books", code="9784130420655", name="統計学入門")
        tills.post(
            here.coop.till,
            "/v1/purchases",
            server.sale(person.card, book, tenders=[{"kind": "cash"}]),
        )
        rice = server.line(480, meal_eligible=True)
        tea = server.line(130, code="4901234567894", name="緑茶", tax_rate=8, meal_eligible=False)
        tenders = [{"kind": "meal_card"}, {"kind": "prepaid"}, {"kind": "cash", "amount": 100}]
        sent = server.sale(
            person.card, rice, tea, tenders=tenders, collect=False, offline=False, cashier="07",
            receipt_number="0001-0123",
        )  # fmt: skip
        answer = tills.post(here.coop.till, "/v1/purchases", sent)
        told = answer.body
        assert set(told) >= {"id", "state", "posted_at", "purse_versions"}
        assert {
            name: told[name]
            for name in (
                *("total", "tenders", "points_earned_tenths", "auto_top_up", "collected"),
                *("debt_recovered", "balances", "meal", "tax", "messages"),
            )
        } == {
            "total": 610,
            "tenders": [
                {"kind": "meal_card", "amount": 480},
                {"kind": "prepaid", "amount": 30},
                {"kind": "cash", "amount": 100},
            ],
            "points_earned_tenths": 6,
            "auto_top_up": {"points_tenths": 2000, "yen": 200},
            "collected": 0,
            "debt_recovered": 0,
            "balances": {
                "prepaid": 1170,
                "points_tenths": 4,
                "web_points_tenths": 0,
                "uncollected": 20_000,
                "collectable": 20_000,
                "debt": 0,
            },
            "meal": {"plan": "1日1,200円", "used_today": 480, "left_today": 720},
            "tax": [
                {"rate": 10, "amount": 480, "tax": 43},
                {"rate": 8, "amount": 130, "tax": 9},
            ],
            "messages": [{"code": "collectable", "text": "未受取のPicoが20,000円あります。"}],
        }

    def test_for_cash_needs_no_money_on_the_card(
        self, tills: Tills, here: World, classmate: Person
    ) -> None:
        sent = server.sale(classmate.card, tenders=[{"kind": "cash"}])
        told = tills.post(here.coop.till, "/v1/purchases", sent).body
        assert (told["state"], told["tenders"]) == ("settled", [{"kind": "cash", "amount": 480}])
        assert told["balances"] == EMPTY | {"points_tenths": 24}
        assert "meal" not in told

    def test_collects_before_it_is_paid(self, tills: Tills, here: World, person: Person) -> None:
        today = clock.tokyo_date(clock.now())
        world.credit(person, world.slip(person, 3000, on=today), at=clock.now())
        sent = server.sale(person.card, collect=True)
        told = tills.post(here.coop.till, "/v1/purchases", sent).body
        assert (told["collected"], told["balances"]["prepaid"]) == (3000, 2520)
        assert (told["balances"]["uncollected"], told["messages"]) == (0, [])

    def test_says_where_to_collect(self, tills: Tills, here: World, person: Person) -> None:
        today = clock.tokyo_date(clock.now())
        world.credit(person, world.slip(person, 3000, on=today), at=clock.now())
        sent = server.sale(person.card, tenders=[{"kind": "cash"}], collect=True)
        told = tills.post(here.coop.cafeteria_till, "/v1/purchases", sent).body
        assert told["collected"] == 0
        assert [m["code"] for m in told["messages"]] == ["collectable", "collect_at"]
        assert "FERIO・SHAREA" in told["messages"][1]["text"]

    def test_made_offline_owes_what_lacks(
        self, tills: Tills, here: World, classmate: Person
    ) -> None:
        top_up(tills, here, classmate, 100)
        told = tills.post(
            here.coop.till, "/v1/purchases", server.sale(classmate.card, offline=True)
        ).body
        assert told["balances"] == EMPTY | {"debt": 380, "points_tenths": 24}
        told = top_up(tills, here, classmate, 1000)
        assert (told["debt_recovered"], told["balances"]["prepaid"]) == (380, 620)

    def test_made_offline_long_ago_is_accepted_and_flagged(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        long_ago = (clock.now() - timedelta(days=300)).isoformat()
        sent = server.sale(person.card, offline=True) | {"occurred_at": long_ago}
        assert tills.post(here.coop.till, "/v1/purchases", sent).body["state"] == "settled"
        assert Entry.objects.get(id=sent["id"]).flags == "odd_clock"
        sent = server.sale(person.card, offline=True)
        assert tills.post(here.coop.till, "/v1/purchases", sent).body["state"] == "settled"
        assert Entry.objects.get(id=sent["id"]).flags == ""

    def test_made_offline_with_a_stopped_card_is_nobodys(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        members.suspend(at=clock.now(), **world.suspension_of(person))
        sent = server.sale(person.card, offline=True)
        told = tills.post(here.coop.till, "/v1/purchases", sent).body
        assert told["state"] == "settled"
        assert [m["code"] for m in told["messages"]] == ["on_suspense"]
        assert "balances" not in told


class TestADecline:
    def test_for_too_little_names_the_remedies(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        today = clock.tokyo_date(clock.now())
        world.credit(person, world.slip(person, 3000, on=today), at=clock.now())
        top_up(tills, here, person, 80)
        sent = server.sale(person.card)
        told = declined(tills, here, sent, reason="insufficient_prepaid", short_by=400)
        assert told["remedies"] == [
            {"kind": "split_cash", "amount": 400},
            {"kind": "collect", "amount": 3000},
        ]
        assert told["balances"]["prepaid"] == 80

    def test_for_tenders_that_do_not_cover(self, tills: Tills, here: World, person: Person) -> None:
        for amount in (479, 481):
            sent = server.sale(person.card, tenders=[{"kind": "cash", "amount": amount}])
            declined(tills, here, sent, reason="tenders_do_not_cover")

    @pytest.mark.parametrize("card", ["210199999999", "no card at all", "FFFF000011112222", "💳"])
    def test_for_an_unknown_card(self, tills: Tills, here: World, card: str) -> None:
        declined(tills, here, server.sale(card), reason="card_unknown")
        declined(tills, here, server.sale(card, offline=True), reason="card_unknown")

    def test_for_the_card_of_another_co_op(self, tills: Tills, here: World) -> None:
        declined(tills, here, server.sale(here.jiro.card), reason="card_unknown")
        declined(tills, here, server.event(here.jiro.card, amount=1), reason="card_unknown")

    def test_for_a_stopped_card(self, tills: Tills, here: World, person: Person) -> None:
        members.suspend(at=clock.now(), **world.suspension_of(person))
        declined(tills, here, server.sale(person.card), reason="card_suspended")
        declined(tills, here, server.event(person.card, amount=1), reason="card_suspended")

    def test_for_a_replaced_card(self, tills: Tills, here: World, person: Person) -> None:
        _change("UPDATE members_membercard SET replaced_at = now() WHERE member_id = %s", person)
        declined(tills, here, server.sale(person.card), reason="card_replaced")

    def test_for_somebody_who_left(self, tills: Tills, here: World, person: Person) -> None:
        _change("UPDATE members_member SET left_on = '2020-03-31' WHERE id = %s", person)
        declined(tills, here, server.sale(person.card), reason="membership_ended")

    def test_for_money_that_has_expired(self, tills: Tills, here: World, person: Person) -> None:
        _change(
            "UPDATE members_member SET joined_year = 2016, graduation_year = 2020 WHERE id = %s",
            person,
        )
        declined(tills, here, server.sale(person.card), reason="prepaid_expired")
        sent = server.sale(person.card, tenders=[{"kind": "cash"}])
        assert tills.post(here.coop.till, "/v1/purchases", sent).body["state"] == "settled"

    def test_for_no_meal_card(self, tills: Tills, here: World, classmate: Person) -> None:
        rice = server.line(480, meal_eligible=True)
        tenders = [{"kind": "meal_card", "amount": 480}]
        sent = server.sale(classmate.card, rice, tenders=tenders)
        declined(tills, here, sent, reason="not_a_meal_card_holder")

    def test_for_a_meal_over_the_limit(self, tills: Tills, here: World, person: Person) -> None:
        feast = server.line(1201, meal_eligible=True)
        tenders = [{"kind": "meal_card", "amount": 1201}]
        sent = server.sale(person.card, feast, tenders=tenders)
        declined(tills, here, sent, reason="meal_limit", left_today=1200)

    def test_for_a_meal_at_another_time(self, tills: Tills, here: World, person: Person) -> None:
        today = datetime.now(TOKYO).weekday()
        _change(
            "WITH plan AS (INSERT INTO meals_mealplan (coop_id, name, daily_limit_yen, weekdays,"
            f" starts_on, ends_on) VALUES (2101, 'other days {person.id}', 700,"
            f" ARRAY[{(today + 1) % 7}], '{date(2026, 4, 1)}', '2099-03-31') RETURNING id)"
            " UPDATE meals_mealcard SET plan_id = (SELECT id FROM plan) WHERE member_id = %s",
            person,
        )
        rice = server.line(480, meal_eligible=True)
        tenders = [{"kind": "meal_card", "amount": 480}]
        sent = server.sale(person.card, rice, tenders=tenders)
        declined(tills, here, sent, reason="meal_not_valid_now")


def _change(statement: str, person: Person) -> None:
    """What no action does yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, [person.id])


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    from kumiai.cli import proof

    assert list(proof.lies()) == []
