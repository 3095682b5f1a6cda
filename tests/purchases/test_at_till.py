"""Entries of one batch, in order: each finds the cards as the one before has left them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from kumiai.cli import proof
from kumiai.members.models import MemberCard, Suspension
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, Message, World

IDM = "0123456789ABCDEF"
RICE = world.line(480, meal_eligible=True)
CASH = ("cash",)


@pytest.fixture
def here(fresh_database: FreshDatabase) -> World:
    return world.make()


@pytest.fixture
def batch(here: World, fresh_database: FreshDatabase) -> Any:
    """Posts messages of till 3 as one batch; what each is answered."""

    def post(*messages: Message, at: datetime = NOON) -> Sequence[dict[str, Any]]:
        with world.connect(fresh_database.url) as connection:
            requests = [world.asked(here.callers["till"], each) for each in messages]
            return [world.answer(outcome) for outcome in world.post(connection, requests, at=at)]

    return post


def ends(answers: Sequence[dict[str, Any]]) -> list[str]:
    """How each ended: settled, or why not."""
    return [answer.get("reason", answer["state"]) for answer in answers]


def again(person: Person, issue: int = 2) -> Person:
    """Somebody with the card issued as number `issue` in hand."""
    return world.at_another_card(person, f"{person.member_number}-{issue}")


class TestASuspension:
    def test_holds_for_what_comes_after_it(self, here: World, batch: Any) -> None:
        hanako, taro = here.people[:2]
        answers = batch(
            world.sale(hanako, RICE, tenders=CASH),
            world.suspension(hanako),
            world.suspension(hanako),
            world.sale(hanako, RICE, tenders=CASH),
            world.sale(taro, RICE, tenders=CASH),
            world.lift(hanako),
            world.lift(hanako),
            world.sale(hanako, RICE, tenders=CASH),
            world.suspension(hanako),
        )
        assert ends(answers) == [
            *("settled", "settled", "card_suspended", "card_suspended", "settled"),
            *("settled", "not_suspended", "settled", "settled"),
        ]
        lifted, open_one = Suspension.objects.order_by("id")
        assert (lifted.lifted_at, open_one.lifted_at) == (NOON, None)
        assert ends(batch(world.lift(hanako))) == ["settled"]
        assert not Suspension.objects.filter(lifted_at=None).exists()
        assert list(proof.lies()) == []

    def test_lifted_since_still_keeps_an_offline_sale_off_the_member(
        self, here: World, batch: Any, fresh_database: FreshDatabase
    ) -> None:
        hanako = here.hanako
        with world.connect(fresh_database.url) as connection:
            for minutes, message in ((0, world.suspension(hanako)), (60, world.lift(hanako))):
                at = NOON + timedelta(minutes=minutes)
                world.post(connection, [world.asked(here.callers["till"], message)], at=at)
        made = [
            world.offline(world.sale(hanako, RICE, at=NOON + timedelta(minutes=minutes)))
            for minutes in (-1, 0, 59, 60)
        ]
        answers = batch(*made)
        assert ["balances" in answer for answer in answers] == [True, False, False, True]
        assert list(proof.lies()) == []

    def test_lifted_in_the_same_batch_keeps_it_off_by_whichever_name_of_the_card(
        self, here: World, batch: Any
    ) -> None:
        """The lift is asked with the card's code, the sale with its chip."""
        by_chip = world.at_another_card(here.hanako, IDM)
        batch(world.reissue(here.hanako, new_card=IDM), world.suspension(by_chip))
        later = NOON + timedelta(minutes=60)
        sold = world.sale(by_chip, RICE, at=NOON + timedelta(minutes=30))
        answers = batch(world.lift(again(here.hanako)), world.offline(sold), at=later)
        assert ["balances" in answer for answer in answers] == [True, False]
        assert list(proof.lies()) == []


class TestAReissue:
    def test_holds_for_what_comes_after_it(self, here: World, batch: Any) -> None:
        hanako = here.hanako
        answers = batch(
            world.top_up(hanako, 1000),
            world.sale(again(hanako), RICE),
            world.suspension(hanako),
            world.reissue(hanako, new_card=IDM),
            world.sale(hanako, RICE, tenders=CASH),
            world.sale(again(hanako), RICE),
            world.top_up(world.at_another_card(hanako, IDM), 100),
            world.sale(again(hanako), RICE, tenders=(("meal_card", 480),)),
            world.suspension(again(hanako)),
            world.top_up(world.at_another_card(hanako, IDM), 100),
        )
        assert ends(answers) == [
            *("settled", "card_unknown", "settled", "settled", "card_replaced"),
            *("settled", "settled", "settled", "settled", "card_suspended"),
        ]
        assert answers[7]["balances"]["prepaid"] == 620
        assert answers[7]["meal"]["used_today"] == 480
        assert list(proof.lies()) == []

    def test_may_follow_another_in_the_same_batch(self, here: World, batch: Any) -> None:
        hanako, taro = here.people[:2]
        answers = batch(
            world.reissue(hanako, new_card=IDM),
            world.reissue(taro, new_card=IDM),
            world.reissue(hanako),
            world.reissue(again(hanako)),
            world.reissue(taro),
        )
        assert ends(answers) == [*("settled", "card_in_use", "card_replaced", "settled", "settled")]
        codes = MemberCard.objects.filter(member_id=hanako.id).order_by("id")
        assert [(card.code[12:], card.replaced_at) for card in codes] == [
            *(("", NOON), ("-2", NOON), ("-3", None))
        ]
        assert list(proof.lies()) == []
