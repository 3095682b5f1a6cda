"""Money that waits, taken off by two people: never more than there is, never beside a till."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from kumiai.cli import proof
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids
from kumiai.ledger.accounts import Kind
from kumiai.wallet import actions
from kumiai.wallet.correcting import Correction
from kumiai.wallet.models import Uncollected
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, TODAY, World

ROUNDS = 15


def correct(person: Person, yen: int, *, entry_id: UUID | None = None) -> str:
    """What became of it: nothing where it was done, or the problem."""
    try:
        actions.correct(
            coop_id=person.coop_id,
            entry_id=entry_id or ids.uuid7(),
            correction=Correction(person.id, Kind.UNCOLLECTED, yen, GUIDE_2020),
            at=NOON,
            now=lambda: NOON,
        )
    except actions.CannotCorrect as problem:
        return problem.problem
    return ""


def waiting(person: Person) -> list[int]:
    """What is left of each slip, the one that can be had first before the others."""
    rows = Uncollected.objects.filter(coop_id=person.coop_id, member_id=person.id)
    return list(rows.order_by("available_on").values_list("remaining_yen", flat=True))


@pytest.mark.django_db
class TestCorrectOfWhatWaits:
    @pytest.fixture
    def hanako(self) -> Person:
        """Three slips: for today, for tomorrow and for the day after."""
        hanako = world.make().hanako
        for days in range(3):
            paid = world.slip(hanako, 1000 * (days + 1), on=TODAY + timedelta(days=days))
            world.credit(hanako, paid)
        return hanako

    def test_takes_what_waits_longest_first(self, hanako: Person) -> None:
        assert correct(hanako, -2500) == ""
        assert waiting(hanako) == [0, 500, 3000]
        assert list(proof.lies()) == []

    def test_takes_all_of_it_also_what_no_till_hands_over_yet(self, hanako: Person) -> None:
        assert correct(hanako, -6000) == ""
        assert waiting(hanako) == [0, 0, 0]
        assert list(proof.lies()) == []

    def test_takes_never_more_than_there_is(self, hanako: Person) -> None:
        assert correct(hanako, -6001) == "not_enough"
        assert waiting(hanako) == [1000, 2000, 3000]

    def test_makes_nothing_to_wait(self, hanako: Person) -> None:
        assert correct(hanako, 1) == "only_less"
        assert waiting(hanako) == [1000, 2000, 3000]

    def test_happens_once_however_often_it_is_asked(self, hanako: Person) -> None:
        entry_id = ids.uuid7()
        assert correct(hanako, -1500, entry_id=entry_id) == ""
        assert correct(hanako, -1500, entry_id=entry_id) == ""
        assert waiting(hanako) == [0, 1500, 3000]


class TestCorrectBesideATill:
    def test_takes_what_the_till_does_not_and_nothing_twice(
        self, fresh_database: FreshDatabase
    ) -> None:
        people: World = world.make()
        hanako, till = people.hanako, people.callers["till"]
        start = threading.Barrier(2, timeout=30)

        def at_the_desk() -> bool:
            try:
                start.wait()
                return correct(hanako, -1000) == ""
            finally:
                connection.close()

        def at_the_till() -> bool:
            start.wait()
            asked = world.asked(till, world.collection(hanako))
            with world.connect(fresh_database.url) as one:
                return bool(world.answer(world.post(one, [asked])[0])["state"] == "settled")

        with ThreadPoolExecutor(2) as pool:
            for _ in range(ROUNDS):
                world.credit(hanako, world.slip(hanako, 1000))
                both = [pool.submit(at_the_desk), pool.submit(at_the_till)]
                assert sorted(each.result(30) for each in both) == [False, True]
        assert sum(waiting(hanako)) == 0
        assert list(proof.lies()) == []
