"""Deposits that look like one another: which came first, and in what they agree."""

from datetime import timedelta

import pytest

from kumiai.slips import actions
from kumiai.slips.actions import SlipsAsked
from kumiai.slips.alike import Alike, alike, earlier_of
from kumiai.slips.models import Deposit, PaymentSlip
from tests import cast
from tests.cast import Person
from tests.slips import bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> Person:
    return cast.hanako(cast.coop_2101())


def of(row: Deposit) -> tuple[Alike, ...]:
    return alike(coop_id=2101, deposit_ids=[row.pk])[row.pk]


def said(row: Deposit) -> list[tuple[int, str, bool]]:
    return [(one.deposit.id, one.because, one.is_earlier) for one in of(row)]


def paid(person: Person, inquiry: str, **more: object) -> Deposit:
    """In a file of its own."""
    name = bank.numbered(person, "ﾂｶﾞﾙ ﾊﾅｺ")
    (row,) = bank.take_in(bank.notice(bank.transfer(name, inquiry=inquiry, **more)))  # type: ignore[arg-type]
    return row


class TestAlike:
    def test_names_the_earlier_one_and_the_later_one_of_each_other(self, hanako: Person) -> None:
        first, second = paid(hanako, "000001"), paid(hanako, "000002")
        assert said(second) == [(first.pk, "same", True)]
        assert said(first) == [(second.pk, "same", False)]
        assert [share.member_number for share in of(second)[0].shares] == [hanako.member_number]
        assert of(first)[0].is_waiting
        assert earlier_of(of(second)) == of(second)[0]
        assert earlier_of(of(first)) is None

    def test_finds_the_same_slip_paid_by_another_for_another_amount(self, hanako: Person) -> None:
        asked = SlipsAsked(purpose="教科書代", guide_amount_yen=30_000)
        sending = actions.send_slips(
            coop_id=2101, member_ids=[hanako.id], asked=asked, by=cast.OPERATOR, at=bank.AT
        )
        reference = PaymentSlip.objects.get(sending_id=sending).reference
        first, second = (
            bank.take_in(bank.notice(bank.transfer(name, yen, edi=reference)))[0]
            for name, yen in (("ﾂｶﾞﾙ ﾖｳｺ", 30_000), ("ﾂｶﾞﾙ ﾊﾅｺ", 5_000))
        )
        assert second.why == "duplicate"
        assert said(second) == [(first.pk, "slip", True)]

    def test_still_names_it_when_it_has_been_taken_back(self, hanako: Person) -> None:
        first, second = paid(hanako, "000001"), paid(hanako, "000002")
        cancelled = bank.transfer(
            bank.numbered(hanako, "ﾂｶﾞﾙ ﾊﾅｺ"), inquiry="000003", is_cancelled=True
        )
        bank.take_in(bank.notice(cancelled))
        back = Deposit.objects.get(state="taken_back")
        other = first if back.pk == second.pk else second
        assert [(one.deposit.id, one.deposit.state) for one in of(other)] == [
            (back.pk, "taken_back")
        ]

    def test_leads_a_line_that_was_passed_over_to_where_it_was_taken_in(
        self, hanako: Person
    ) -> None:
        line = bank.transfer(bank.numbered(hanako))
        (first,) = bank.take_in(bank.notice(line))
        known, other = bank.take_in(bank.notice(line, bank.transfer("ｲﾜｷ", inquiry="000009")))
        assert known.state == "known"
        assert said(known) == [(first.pk, "line", True)]
        assert (said(first), said(other)) == ([], [])

    def test_leaves_alone_who_pays_the_same_on_another_day_or_twice_in_one_file(
        self, hanako: Person
    ) -> None:
        first = paid(hanako, "000001")
        later = paid(hanako, "000002", posted_on=bank.PAID_ON + timedelta(days=1))
        twice = [bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 700, inquiry=inquiry) for inquiry in ("1", "2")]
        rows = bank.take_in(bank.notice(*twice))
        assert [said(each) for each in (first, later, *rows)] == [[], [], [], []]
