"""Deposits under everything a bank, an agency, the desk and their members do, in any order.

Hypothesis makes up what happens; after each step every purse, every deposit and the co-op's own
accounts are what an independent model says, and at the end no row lies.
"""

import itertools
import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kumiai.cli import proof
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import clock, ids
from kumiai.kit.collection_csv import Telling
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import Transfer
from kumiai.slips import actions
from kumiai.slips.actions import SlipsAsked
from kumiai.slips.models import Deposit, PaymentSlip, SlipPayment
from kumiai.wallet import actions as wallet
from kumiai.wallet.asked import Collection
from kumiai.wallet.paying_out import Payout
from tests import cast, money
from tests.slips import bank
from tests.slips.model import GIVEN, Books, Money, Share

# As many as fit into ten seconds; more for a long look: KUMIAI_TEST_MACHINE_RUNS=1000.
RUNS = int(os.environ.get("KUMIAI_TEST_MACHINE_RUNS", "15"))
who = st.integers(0, 1)
thousands = st.integers(1, 30)
picked = st.integers(0, 1000)


class Deposits(RuleBasedStateMachine):
    """One co-op, two members, a bank and an agency."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()

    @initialize()
    def begin(self) -> None:
        """Nobody has anything."""
        self.coop = cast.coop_2101(auto_top_up=False)
        self.people = [cast.hanako(self.coop), cast.taro(self.coop)]
        self.now = bank.AT
        self.serial = itertools.count(1)
        self.books = Books()

    @rule(person=who, size=thousands)
    def the_bank_names_a_member(self, person: int, size: int) -> None:
        yen = self._yen(size)
        payer = self.people[person].member_number
        self._credited(self._transfer(payer, yen), yen, person, payer=payer)

    @rule(size=thousands)
    def the_bank_names_nobody(self, size: int) -> None:
        yen = self._yen(size)
        row = self._transfer("ﾀﾞﾚｶ", yen)
        assert row.state == "suspense"
        self.books.deposits.append(Money(row.pk, yen, "ﾀﾞﾚｶ", "", "suspense"))

    @rule(person=who, size=thousands, is_sure=st.booleans())
    def an_agency_tells_of_a_slip(self, person: int, size: int, *, is_sure: bool) -> None:
        yen, reference = self._yen(size), self._slip(person)
        row = self._agency(reference, yen, Telling.FLASH)
        self._credited(row, yen, person, reference=reference)
        if is_sure:
            assert self._agency(reference, yen, Telling.CONFIRMED).state == "confirmation"

    @rule(person=who, size=thousands)
    def an_agency_cancels_before_it_tells(self, person: int, size: int) -> None:
        yen, reference = self._yen(size), self._slip(person)
        self._agency(reference, yen, Telling.FLASH_CANCELLED)
        row = self._agency(reference, yen, Telling.FLASH)
        self.books.deposits.append(Money(row.pk, yen, "", reference, "taken_back"))

    @precondition(lambda self: self.books.of(*GIVEN, "suspense"))
    @rule(pick=picked)
    def the_payment_is_cancelled(self, pick: int) -> None:
        told = self.books.pick(pick, *GIVEN, "suspense")
        if told.reference:
            self._agency(told.reference, told.yen, Telling.FLASH_CANCELLED)
        else:
            self._transfer(told.payer, told.yen, is_cancelled=True)
        self.books.take_back(told, state="taken_back")

    @precondition(lambda self: self.books.of("suspense"))
    @rule(pick=picked, person=who, percent=st.sampled_from([0, 1, 40, 99, 100]))
    def the_desk_assigns(self, pick: int, person: int, percent: int) -> None:
        told = self.books.pick(pick, "suspense")
        part = told.yen * percent // 100
        shares = {person: told.yen - part, 1 - person: part}
        shares = {each: yen for each, yen in shares.items() if yen}
        actions.assign(
            **self._at_desk(told), shares={self.people[n].id: yen for n, yen in shares.items()}
        )
        for each, yen in shares.items():
            told.shares[each] = self._share(told.row, each, yen)
        told.state = "assigned"

    @precondition(lambda self: self.books.of("suspense"))
    @rule(pick=picked)
    def the_desk_sends_back(self, pick: int) -> None:
        told = self.books.pick(pick, "suspense")
        actions.send_back(**self._at_desk(told))
        told.state = "returned"

    @precondition(lambda self: self.books.of(*GIVEN))
    @rule(pick=picked)
    def the_desk_recalls(self, pick: int) -> None:
        told = self.books.pick(pick, *GIVEN)
        told.row = actions.recall(**self._at_desk(told))
        self.books.take_back(told, state="suspense")

    @rule(person=who, days=st.sampled_from([0, 1, 10, 10]))
    def a_member_collects(self, person: int, days: int) -> None:
        self.now += timedelta(days=days)
        today, cap = clock.tokyo_date(self.now), GUIDE_2020.prepaid_cap_yen
        got = self.books.collect(person, today=today, cap=cap)
        card = self.people[person].card
        asked = Collection(id=ids.uuid7(self._later()), card=card, occurred_at=self.now)
        answer = money.post(self.coop.till, asked, at=self.now)
        assert (answer["state"] == "settled") == (got > 0)

    @precondition(lambda self: any(each.prepaid for each in self.books.members))
    @rule(percent=st.sampled_from([1, 50, 100, 100]))
    def members_eat(self, percent: int) -> None:
        for person, member in zip(self.people, self.books.members, strict=True):
            if yen := member.prepaid * percent // 100:
                at = self._later()
                sold = money.ring_up(person, money.line(yen=yen), till=self.coop.till, at=at)
                assert sold["state"] == "settled"
                member.prepaid -= yen

    @precondition(lambda self: self.books.waits(0) + self.books.waits(1))
    @rule(person=who, percent=st.sampled_from([1, 50, 100]), beyond=st.integers(0, 1))
    def the_desk_pays_out(self, person: int, percent: int, beyond: int) -> None:
        most = max(self.books.waits(person) - self.books.members[person].debt, 0)
        yen = most * percent // 100 + beyond
        if not yen:
            return
        named = {"coop_id": self.coop.id, "entry_id": ids.uuid7(self._later()), "at": self.now}
        try:
            wallet.pay_out(
                **named, payout=Payout(self.people[person].id, yen), now=lambda: self.now
            )
        except wallet.CannotPayOut:
            assert not self.books.pay_out(person, yen)
        else:
            assert self.books.pay_out(person, yen)

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        """Each purse of both members."""
        if not hasattr(self, "books"):
            return
        for number, member in enumerate(self.books.members):
            held = ledger.purses_now(coop_id=self.coop.id, holder_id=self.people[number].id)
            kinds = (Kind.UNCOLLECTED, Kind.PREPAID, Kind.DEBT)
            found = tuple(held[kind].balance for kind in kinds)
            assert found == (self.books.waits(number), member.prepaid, member.debt)

    @invariant()
    def every_deposit_is_where_the_model_says(self) -> None:
        """The state of each, what lies on the suspense, and what the bank has brought."""
        if not hasattr(self, "books"):
            return
        states = dict(Deposit.objects.values_list("pk", "state"))
        deposits = self.books.deposits
        assert [states[each.row] for each in deposits] == [each.state for each in deposits]
        assert self._balance(Kind.SUSPENSE) == self.books.on_suspense()
        assert self._balance(Kind.SLIP_BANK) == -self.books.at_bank()

    def teardown(self) -> None:
        """No row contradicts another; then the run is as if it had not been."""
        try:
            if hasattr(self, "books"):
                assert list(proof.lies()) == []
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def _later(self) -> Any:
        self.now += timedelta(minutes=1)
        return self.now

    def _yen(self, size: int) -> int:
        """No two alike: like money is held for a person to look at."""
        return 1000 * size + next(self.serial)

    def _slip(self, person: int) -> str:
        """The reference of a slip that was sent."""
        asked = SlipsAsked(purpose=f"教科書代 {next(self.serial)}", guide_amount_yen=30_000)
        sending = actions.send_slips(
            coop_id=self.coop.id,
            member_ids=[self.people[person].id],
            asked=asked,
            by=cast.OPERATOR,
            at=self._later(),
        )
        return PaymentSlip.objects.get(sending_id=sending).reference

    def _transfer(self, payer: str, yen: int, *, is_cancelled: bool = False) -> Deposit:
        at = self._later()
        paid = bank.transfer(
            payer,
            yen,
            inquiry=f"{next(self.serial):06}",
            posted_on=clock.tokyo_date(at),
            is_cancelled=is_cancelled,
        )
        (row,) = bank.take_in(bank.notice(paid), at=at)
        return row

    def _agency(self, reference: str, yen: int, telling: Telling) -> Deposit:
        line = bank.collected(reference, yen, telling=telling)
        (row,) = bank.take_in(bank.agency(line), at=self._later())
        return row

    def _credited(
        self, row: Deposit, yen: int, person: int, *, payer: str = "", reference: str = ""
    ) -> None:
        assert (row.state, row.member_id) == ("credited", self.people[person].id)
        told = Money(row.pk, yen, payer, reference, "credited")
        told.shares[person] = self._share(row.pk, person, yen)
        self.books.deposits.append(told)

    def _share(self, row: int, person: int, yen: int) -> Share:
        member_id = self.people[person].id
        payment = SlipPayment.objects.get(deposit_id=row, member_id=member_id)
        wanted = max(
            clock.tokyo_date(self.now),
            payment.paid_on + timedelta(days=GUIDE_2020.slip_days_min),
        )
        assert (payment.amount_yen, payment.available_on) == (yen, wanted)
        return Share(yen, yen, wanted, payment.entry_id)

    def _at_desk(self, told: Money) -> dict[str, Any]:
        at = self._later()
        by = {"by": cast.OPERATOR, "reason": "通帳で確認", "at": at}
        return {"coop_id": self.coop.id, "deposit_id": told.row, **by}

    def _balance(self, kind: Kind) -> int:
        """Credits less debits."""
        moved = Transfer.objects.filter(coop_id=self.coop.id)
        sums = [
            moved.filter(**{f"{side}_account__kind": kind}).aggregate(yen=Sum("amount"))["yen"] or 0
            for side in ("credit", "debit")
        ]
        return sums[0] - sums[1]


@pytest.mark.django_db
def test_deposits_in_any_order() -> None:
    run_state_machine_as_test(
        Deposits,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
