"""Uncollected money that goes to a bank account: no more than waits, once, and no debt is left."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kumiai.cli import proof
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet import actions, rules, whereabouts
from kumiai.wallet.correcting import Correction
from kumiai.wallet.models import Uncollected
from kumiai.wallet.paying_out import Payout
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, TODAY, World

ROUNDS = 10
yen = st.integers(0, 200_000)


def pay_out(person: Person, amount: int, *, entry_id: UUID | None = None) -> bool:
    """Whether it was done."""
    try:
        actions.pay_out(
            coop_id=person.coop_id,
            entry_id=entry_id or ids.uuid7(),
            payout=Payout(person.id, amount),
            at=NOON,
            now=lambda: NOON,
        )
    except actions.CannotPayOut:
        return False
    return True


def owe(person: Person, amount: int) -> None:
    """Make it the member's debt."""
    actions.correct(
        coop_id=person.coop_id,
        entry_id=ids.uuid7(),
        correction=Correction(person.id, Kind.DEBT, amount, GUIDE_2020),
        at=NOON,
        now=lambda: NOON,
    )


def waiting(person: Person) -> dict[date, int]:
    """What is left, by the day from which a till hands it over."""
    rows = Uncollected.objects.filter(coop_id=person.coop_id, member_id=person.id)
    return dict(rows.values_list("available_on", "remaining_yen"))


def payable(person: Person) -> int:
    return whereabouts.payable_yen(coop_id=person.coop_id, member_id=person.id)


class TestPayable:
    @given(slips=yen, claims=yen, debt=yen)
    def test_is_what_came_by_slip_and_leaves_the_debt_covered(
        self, slips: int, claims: int, debt: int
    ) -> None:
        most = rules.payable_yen(slips_yen=slips, waiting_yen=slips + claims, debt_yen=debt)
        assert 0 <= most <= slips
        assert most == 0 or slips + claims - most >= debt
        # Nothing that could go is kept back.
        assert most == slips or slips + claims - most <= max(debt, slips + claims)


@pytest.mark.django_db
class TestPayOut:
    @pytest.fixture
    def hanako(self) -> Person:
        """Slips for today, tomorrow and the day after, and a claim that waits beside them."""
        hanako = world.make().hanako
        for days in range(3):
            paid = world.slip(hanako, 1000 * (days + 1), on=TODAY + timedelta(days=days))
            world.credit(hanako, paid)
        world.credit(hanako, world.web_points(hanako, 4000))
        world.credit(hanako, world.claim(hanako, 1))
        return hanako

    def test_takes_what_waits_longest_first_and_no_claim(self, hanako: Person) -> None:
        before = ledger.purses_now(coop_id=hanako.coop_id, holder_id=hanako.id)
        assert payable(hanako) == 6000
        assert pay_out(hanako, 2500)
        slips = [left for left in waiting(hanako).values() if left]
        assert 500 in slips
        assert payable(hanako) == 3500
        assert not pay_out(hanako, 3501)
        assert pay_out(hanako, 3500)
        after = ledger.purses_now(coop_id=hanako.coop_id, holder_id=hanako.id)
        assert before[Kind.UNCOLLECTED].balance - after[Kind.UNCOLLECTED].balance == 6000
        assert after[Kind.UNCOLLECTED].balance > 0
        assert payable(hanako) == 0
        assert list(proof.lies()) == []

    def test_happens_once_however_often_it_is_asked(self, hanako: Person) -> None:
        entry_id = ids.uuid7()
        assert pay_out(hanako, 1500, entry_id=entry_id)
        assert pay_out(hanako, 1500, entry_id=entry_id)
        assert payable(hanako) == 4500

    def test_leaves_what_covers_a_debt(self, hanako: Person) -> None:
        claimed = ledger.purses_now(coop_id=hanako.coop_id, holder_id=hanako.id)
        beside = claimed[Kind.UNCOLLECTED].balance - 6000
        owe(hanako, beside + 700)
        assert payable(hanako) == 5300
        assert not pay_out(hanako, 5301)
        assert pay_out(hanako, 5300)
        assert list(proof.lies()) == []


class TestPayOutBesideATill:
    def test_takes_what_the_till_does_not_and_nothing_twice(
        self, fresh_database: FreshDatabase
    ) -> None:
        people: World = world.make()
        hanako, till = people.hanako, people.callers["till"]
        start = threading.Barrier(2, timeout=30)

        def at_the_desk() -> bool:
            try:
                start.wait()
                return pay_out(hanako, 1000)
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
        assert payable(hanako) == 0
        assert list(proof.lies()) == []
