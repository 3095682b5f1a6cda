"""Files of deposits: kept, taken in once, credited to the right member, or onto the suspense."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kumiai.kit import ids
from kumiai.kit.collection_csv import Telling
from kumiai.kit.zengin.statements import Moved
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import Entry
from kumiai.slips import actions, proof
from kumiai.slips.actions import SlipsAsked, TakenInBefore, working_off
from kumiai.slips.models import BankFile, Deposit, PaymentSlip, SlipPayment
from kumiai.slips.reading import NotTaken
from kumiai.wallet import proof as wallet_proof
from kumiai.wallet.asked import Collection
from tests import cast, money
from tests.cast import Person
from tests.slips import bank
from tests.slips.bank import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> Person:
    return cast.hanako(coop)


def yen(person: Person, kind: Kind = Kind.UNCOLLECTED) -> int:
    return ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)[kind].balance


def slip_for(person: Person) -> str:
    asked = SlipsAsked(purpose="教科書代", guide_amount_yen=30_000)
    sending = actions.send_slips(
        coop_id=2101, member_ids=[person.id], asked=asked, by=cast.OPERATOR, at=AT
    )
    return PaymentSlip.objects.get(sending_id=sending).reference


def no_lies() -> None:
    assert [*proof.lies(), *wallet_proof.lies()] == []


class TestTakingIn:
    def test_credits_who_is_named_by_number_or_reference(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        rows = bank.take_in(
            bank.notice(
                bank.transfer(bank.numbered(hanako, "ﾂｶﾞﾙ ﾖｳｺ")),
                bank.transfer("ｲﾜｷ ｲﾁﾛｳ", 5_000, edi=f"{reference:0>20}", inquiry="000002"),
            )
        )
        assert [(row.state, row.member_id) for row in rows] == [("credited", hanako.id)] * 2
        assert yen(hanako) == 25_000
        no_lies()

    @pytest.mark.parametrize(
        ("remitter", "why"),
        [
            ("ﾂｶﾞﾙ ﾊﾅｺ", "unknown"),
            ("210199999999 ﾂｶﾞﾙ ﾊﾅｺ", "unknown"),
            ("210125000001 ｲﾜｷ ﾀﾛｳ", "name_mismatch"),
        ],
    )
    def test_puts_money_of_nobody_onto_the_suspense(
        self, hanako: Person, remitter: str, why: str
    ) -> None:
        (row,) = bank.take_in(bank.notice(bank.transfer(remitter)))
        assert (row.state, row.why, yen(hanako)) == ("suspense", why, 0)
        entry = Entry.objects.get(id=row.entry_id)
        assert (entry.kind, entry.holder_id) == ("slip_suspense", None)
        no_lies()

    def test_does_not_credit_somebody_who_has_left(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop, left_on=date(2026, 3, 31))
        (row,) = bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako))))
        assert (row.state, row.why, row.member_id) == ("suspense", "left", hanako.id)

    def test_holds_a_slip_that_is_paid_a_second_time(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        rows = [
            bank.take_in(bank.notice(bank.transfer(name, 30_000, edi=reference)))[0]
            for name in ("ﾂｶﾞﾙ ﾖｳｺ", "ﾂｶﾞﾙ ﾊﾅｺ")
        ]
        assert [(row.state, row.why) for row in rows] == [
            ("credited", ""),
            ("suspense", "duplicate"),
        ]
        assert yen(hanako) == 30_000

    def test_notes_what_goes_over_the_cap_and_leaves_it_uncollected(
        self, coop: cast.Coop, hanako: Person
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=90_000, at=AT - timedelta(days=1))
        (row,) = bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako))))
        assert (row.state, row.is_over_cap, yen(hanako)) == ("credited", True, 20_000)

    def test_passes_over_what_another_file_has_brought(self, hanako: Person) -> None:
        first = bank.transfer(bank.numbered(hanako))
        bank.take_in(bank.notice(first))
        rows = bank.take_in(
            bank.notice(first, bank.transfer(bank.numbered(hanako), inquiry="000009"))
        )
        assert [row.state for row in rows] == ["known", "suspense"]
        assert rows[1].why == "duplicate"
        assert yen(hanako) == 20_000

    def test_takes_money_in_of_a_statement_and_passes_over_money_out(self, hanako: Person) -> None:
        paid = Moved(
            posted_on=bank.PAID_ON, is_in=True, amount_yen=700, remitter=bank.numbered(hanako)
        )
        out = Moved(posted_on=bank.PAID_ON, is_in=False, kind="14", amount_yen=300)
        (row,) = bank.take_in(bank.statement(out, paid, out))
        assert (row.state, yen(hanako)) == ("credited", 700)
        assert BankFile.objects.get().passed_over == 2


class TestSameContent:
    def test_is_refused_under_another_name_and_says_when_it_came(self, hanako: Person) -> None:
        raw = bank.notice(bank.transfer(bank.numbered(hanako)))
        bank.take_in(raw, name="april.txt")
        with pytest.raises(TakenInBefore) as refused:
            bank.take_in(raw, name="other.txt", at=AT + timedelta(days=1))
        assert "2026年4月8日 10:00" in refused.value.japanese
        assert "april.txt" in refused.value.english
        assert (BankFile.objects.count(), yen(hanako)) == (1, 20_000)

    def test_may_come_again_after_it_was_discarded(self, hanako: Person) -> None:
        raw = bank.notice(bank.transfer(bank.numbered(hanako)))
        received = actions.receive(coop_id=2101, name="a", raw=raw, by=cast.OPERATOR, at=AT)
        actions.discard(coop_id=2101, file_id=received.file_id, by=cast.OPERATOR, at=AT)
        with pytest.raises(actions.CannotOrder):
            actions.order(coop_id=2101, file_id=received.file_id, by=cast.OPERATOR, at=AT)
        assert bank.take_in(raw)[0].state == "credited"

    def test_is_kept_byte_by_byte(self, hanako: Person) -> None:
        raw = bank.notice(bank.transfer(bank.numbered(hanako)), end=b"")
        bank.take_in(raw)
        assert bytes(BankFile.objects.get().raw) == raw
        with pytest.raises(IntegrityError, match="kept as it was received"), transaction.atomic():
            BankFile.objects.update(raw=raw + b" ")


class TestRefusals:
    @pytest.mark.parametrize(
        "change",
        [
            lambda raw: raw[:-300],
            lambda raw: raw.replace(b"1010", b"1011", 1),
            lambda raw: raw.replace(b"8000001000000020000", b"8000001000000020001"),
            lambda raw: raw.replace(b"080403", b"080409"),
            lambda raw: raw.replace(b"080403", b"640107"),
            lambda raw: raw.replace(b"0000020000", b"000000-200", 1),
            lambda raw: raw.decode("cp932").encode("utf-8") + "津".encode(),
            lambda raw: b"PK\x03\x04" + raw,
            lambda raw: b"1" + raw + b" " * 33_000_000,
        ],
    )
    def test_take_nothing_in(self, hanako: Person, change: object) -> None:
        raw = bank.notice(bank.transfer(bank.numbered(hanako)))
        assert callable(change)
        changed = change(raw)
        assert changed != raw
        with pytest.raises(NotTaken) as refused:
            actions.receive(coop_id=2101, name="a", raw=changed, by=cast.OPERATOR, at=AT)
        assert refused.value.japanese
        assert refused.value.english
        assert (BankFile.objects.count(), Deposit.objects.count()) == (0, 0)


class TestAgency:
    def test_takes_a_flash_in_once_however_it_is_confirmed(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        bank.take_in(bank.agency(bank.collected(reference)))
        later = date(2026, 4, 7)
        (row,) = bank.take_in(
            bank.agency(bank.collected(reference, telling=Telling.CONFIRMED, on=later))
        )
        assert (row.state, yen(hanako)) == ("confirmation", 20_000)

    def test_credits_a_confirmation_without_a_flash(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        (row,) = bank.take_in(bank.agency(bank.collected(reference, telling=Telling.CONFIRMED)))
        assert (row.state, yen(hanako)) == ("credited", 20_000)

    def test_takes_back_what_still_waits(self, hanako: Person) -> None:
        reference = slip_for(hanako)
        rows = bank.take_in(
            bank.agency(
                bank.collected(reference),
                bank.collected(reference, telling=Telling.FLASH_CANCELLED),
            )
        )
        assert [row.state for row in rows] == ["taken_back", "cancellation"]
        assert (yen(hanako), yen(hanako, Kind.DEBT)) == (0, 0)
        no_lies()

    def test_takes_back_prepaid_money_and_leaves_the_rest_as_a_debt(
        self, coop: cast.Coop, hanako: Person
    ) -> None:
        reference = slip_for(hanako)
        bank.take_in(bank.agency(bank.collected(reference, telling=Telling.POSTAL)))
        later = AT + timedelta(days=5)
        asked = Collection(id=ids.uuid7(later), card=hanako.card, occurred_at=later)
        assert money.post(coop.till, asked, at=later)["collected"] == 20_000
        money.ring_up(hanako, money.line(yen=12_000, genre="other"), till=coop.till, at=later)
        bank.take_in(
            bank.agency(bank.collected(reference, telling=Telling.POSTAL_CORRECTED)),
            at=AT + timedelta(days=6),
        )
        assert yen(hanako, Kind.PREPAID) == 0
        assert yen(hanako, Kind.DEBT) == 12_000
        no_lies()

    def test_leaves_a_cancellation_of_nothing_to_the_office(self, hanako: Person) -> None:
        (row,) = bank.take_in(
            bank.agency(bank.collected(slip_for(hanako), telling=Telling.FLASH_CANCELLED))
        )
        assert (row.state, row.entry_id) == ("unmatched", None)

    def test_takes_a_cancelled_transfer_off_the_suspense(self, hanako: Person) -> None:
        paid = bank.transfer("ﾀﾞﾚｶ")
        bank.take_in(bank.notice(paid))
        (row,) = bank.take_in(bank.notice(bank.transfer("ﾀﾞﾚｶ", is_cancelled=True)))
        assert (row.state, row.original.state if row.original else "") == (
            "cancellation",
            "taken_back",
        )
        no_lies()


class TestWorkOffStep:
    def test_goes_on_where_an_earlier_worker_stopped(
        self, hanako: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(working_off, "STEP_ROWS", 2)
        paid = [
            bank.transfer(bank.numbered(hanako), 100 + number, inquiry=f"{number:06}")
            for number in range(5)
        ]
        received = actions.receive(
            coop_id=2101, name="a", raw=bank.notice(*paid), by=cast.OPERATOR, at=AT
        )
        actions.order(coop_id=2101, file_id=received.file_id, by=cast.OPERATOR, at=AT)
        for worked in (0, 2, 4, 5):
            reached = working_off.work_off_step(file_id=received.file_id, at=AT)
            assert reached is not None
            assert (reached.worked, SlipPayment.objects.count()) == (worked, worked)
        assert working_off.work_off_step(file_id=received.file_id, at=AT) is None
        assert BankFile.objects.get().state == "done"
        assert yen(hanako) == sum(each.amount_yen for each in paid)
        no_lies()

    def test_orders_anew_what_nobody_works_on(self, hanako: Person) -> None:
        raw = bank.notice(bank.transfer(bank.numbered(hanako)))
        received = actions.receive(coop_id=2101, name="a", raw=raw, by=cast.OPERATOR, at=AT)
        assert actions.take_up_unfinished(before=AT + timedelta(hours=1)) == 0
        actions.order(coop_id=2101, file_id=received.file_id, by=cast.OPERATOR, at=AT)
        assert actions.take_up_unfinished(before=AT) == 0
        assert actions.take_up_unfinished(before=AT + timedelta(seconds=1)) == 1


class TestWaysOfADeposit:
    @pytest.mark.parametrize(
        "change",
        [{"state": "returned"}, {"state": "read"}, {"amount_yen": 1}, {"payer": "x"}],
    )
    def test_are_held_by_the_database(self, hanako: Person, change: dict[str, object]) -> None:
        (row,) = bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako))))
        with pytest.raises(IntegrityError), transaction.atomic():
            Deposit.objects.filter(id=row.pk).update(**change)

    def test_need_the_money_with_members_to_the_yen(self) -> None:
        cast.coop_2101()
        (row,) = bank.take_in(bank.notice(bank.transfer("ﾀﾞﾚｶ")))
        with pytest.raises(IntegrityError, match="to the yen"), transaction.atomic():
            Deposit.objects.filter(id=row.pk).update(state="assigned")
