"""What an agency or a bank tells in another order: the books end the same."""

import itertools

import pytest

from kumiai.kit.collection_csv import Telling
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.slips import actions, proof
from kumiai.slips.actions import SlipsAsked
from kumiai.slips.models import Deposit, PaymentSlip
from kumiai.wallet import proof as wallet_proof
from tests import cast
from tests.cast import Person
from tests.slips import bank
from tests.slips.bank import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> Person:
    return cast.hanako(cast.coop_2101())


def slip_for(person: Person) -> str:
    asked = SlipsAsked(purpose="教科書代", guide_amount_yen=30_000)
    sending = actions.send_slips(
        coop_id=2101, member_ids=[person.id], asked=asked, by=cast.OPERATOR, at=AT
    )
    return PaymentSlip.objects.get(sending_id=sending).reference


def uncollected_yen(person: Person) -> int:
    held = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    return held[Kind.UNCOLLECTED].balance


def waiting_yen() -> int:
    return sum(Deposit.objects.filter(state="suspense").values_list("amount_yen", flat=True))


def no_lies() -> None:
    assert [*proof.lies(), *wallet_proof.lies()] == []


class TestTakeCancellation:
    @pytest.mark.parametrize("is_one_file", [True, False])
    def test_gives_nothing_for_a_flash_that_was_cancelled_before_it_came(
        self, hanako: Person, *, is_one_file: bool
    ) -> None:
        reference = slip_for(hanako)
        cancelled = bank.collected(reference, telling=Telling.FLASH_CANCELLED)
        flash = bank.collected(reference)
        files = [[cancelled, flash]] if is_one_file else [[cancelled], [flash]]
        for lines in files:
            bank.take_in(bank.agency(*lines))
        told = Deposit.objects.order_by("id").values_list("tells", "state")
        assert list(told) == [("cancelled", "cancellation"), ("flash", "taken_back")]
        assert (uncollected_yen(hanako), waiting_yen()) == (0, 0)
        no_lies()

    def test_finds_it_after_somebody_set_it_aside(self, hanako: Person) -> None:
        cancelled, posted = bank.transfer("ﾀﾞﾚｶ", is_cancelled=True), bank.transfer("ﾀﾞﾚｶ")
        (row,) = bank.take_in(bank.notice(cancelled))
        actions.set_aside(
            coop_id=hanako.coop_id, deposit_id=row.pk, reason="照会中", by=cast.OPERATOR, at=AT
        )
        (money,) = bank.take_in(bank.notice(posted))
        assert (money.state, waiting_yen()) == ("taken_back", 0)
        no_lies()

    def test_leaves_money_of_a_later_day_alone(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        bank.take_in(bank.agency(bank.collected(reference, telling=Telling.FLASH_CANCELLED)))
        (row,) = bank.take_in(bank.agency(bank.collected(reference, on=AT.date())))
        assert (row.state, uncollected_yen(hanako)) == ("credited", 20_000)


class TestTakeConfirmed:
    def test_knows_a_flash_that_comes_after_its_confirmation(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        bank.take_in(bank.agency(bank.collected(reference, telling=Telling.CONFIRMED)))
        (flash,) = bank.take_in(bank.agency(bank.collected(reference)))
        assert (flash.state, uncollected_yen(hanako), waiting_yen()) == ("known", 20_000, 0)
        no_lies()

    def test_holds_a_second_payment_of_the_slip(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        bank.take_in(bank.agency(bank.collected(reference, telling=Telling.CONFIRMED)))
        flash = bank.collected(reference)
        bank.take_in(bank.agency(flash, flash))
        assert (uncollected_yen(hanako), waiting_yen()) == (20_000, 20_000)
        no_lies()


class TestAnyOrder:
    @pytest.mark.parametrize("order", sorted(itertools.permutations(("01", "02", "03"))))
    def test_gives_the_money_only_where_the_last_word_is_that_it_is_sure(
        self, hanako: Person, order: tuple[str, ...]
    ) -> None:
        reference = slip_for(hanako)
        for code in order:
            bank.take_in(bank.agency(bank.collected(reference, telling=Telling(code))))
        is_sure = "03" in order[:-1] and order[-1] == "02"
        assert (uncollected_yen(hanako), waiting_yen()) == (20_000 if is_sure else 0, 0)
        no_lies()
