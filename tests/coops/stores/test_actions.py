"""Stores of a co-op: a new one, and what is said of those there are."""

from datetime import datetime

import msgspec
import pytest

from kumiai.coops import queries as coops
from kumiai.coops.imports import StorePart
from kumiai.coops.queries import StoreFacts
from kumiai.coops.rules import Actor
from kumiai.coops.stores import actions
from kumiai.coops.stores.actions import CannotAddStore, CannotChangeStore
from tests import cast

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-25T12:00:00+09:00")
BY = Actor("staff", "7")
KIOSK = StorePart(code="KIOSK", name="医学部売店", hours="平日 9:00〜17:00")


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


def store(coop: cast.Coop, code: str) -> StoreFacts | None:
    return {each.code: each for each in coops.stores(coop.id)}.get(code)


def change(coop: cast.Coop, part: StorePart) -> None:
    actions.change_store(coop_id=coop.id, part=part, reason="改装", by=BY, at=NOON)


def add(coop: cast.Coop, part: StorePart = KIOSK) -> None:
    actions.add_store(coop_id=coop.id, part=part, reason="新設", by=BY, at=NOON)


class TestAddStore:
    def test_adds_one_to_this_coop_alone(self, coop: cast.Coop) -> None:
        other = cast.other_coop()
        add(coop)
        found = store(coop, "KIOSK")
        assert found is not None
        assert found.hours == "平日 9:00〜17:00"
        assert store(other, "KIOSK") is None
        (act,) = coops.acts(coop.id, subject="store:KIOSK")
        assert (act.verb, act.reason, act.actor_id) == ("add_store", "新設", "7")

    def test_refuses_a_code_that_is_taken(self, coop: cast.Coop) -> None:
        add(coop)
        with pytest.raises(CannotAddStore):
            add(coop, msgspec.structs.replace(KIOSK, name="別の店"))
        assert len(coops.acts(coop.id, subject="store:KIOSK")) == 1


class TestChangeStore:
    def test_writes_down_what_it_was_and_becomes(self, coop: cast.Coop) -> None:
        add(coop)
        change(coop, msgspec.structs.replace(KIOSK, hours="平日 8:30〜18:00"))
        act = coops.acts(coop.id, subject="store:KIOSK")[0]
        hours = {"was": "平日 9:00〜17:00", "becomes": "平日 8:30〜18:00"}
        assert act.details == {"hours": hours}

    def test_refuses_the_same_and_the_unknown(self, coop: cast.Coop) -> None:
        with pytest.raises(CannotChangeStore, match="unknown"):
            change(coop, KIOSK)
        add(coop)
        with pytest.raises(CannotChangeStore, match="same"):
            change(coop, KIOSK)

    def test_leaves_one_store_that_hands_over(self, coop: cast.Coop) -> None:
        *others, last = (
            StorePart(code=each.code, name=each.name)
            for each in coops.stores_that_hand_over(coop.id)
        )
        for each in others:
            change(coop, each)
        with pytest.raises(CannotChangeStore, match="last"):
            change(coop, last)
        add(coop, msgspec.structs.replace(KIOSK, hands_over=True))
        change(coop, last)
        assert [each.code for each in coops.stores_that_hand_over(coop.id)] == ["KIOSK"]
