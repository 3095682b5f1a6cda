"""A deposit given to the wrong member: taken back by two people, then given to the right one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from kumiai.cli import proof
from kumiai.coops.models import Approval
from kumiai.kit import clock, ids
from kumiai.kit.collection_csv import Telling
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.reports import days, takings_tables
from kumiai.slips import actions
from kumiai.slips.actions import CannotSettle
from kumiai.slips.models import Deposit
from kumiai.wallet.asked import Collection
from tests import cast, money, office
from tests.backoffice.test_deposits import assign, verbs
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.portal.sessions import client_of
from tests.slips import bank
from tests.slips.test_working_off import slip_for

COLLECTABLE = timedelta(days=40)
ANSWER = {"decision": "approve", "answer": "通帳で確認"}


def purses(person: Person) -> tuple[int, int, int]:
    """Uncollected, prepaid and debt, in yen."""
    found = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    kinds = (Kind.UNCOLLECTED, Kind.PREPAID, Kind.DEBT)
    uncollected, prepaid, debt = (found[kind].balance for kind in kinds)
    return uncollected, prepaid, debt


def wrongly_given(person: Person) -> Deposit:
    """Nine thousand yen without a number, given to this member at the desk."""
    (row,) = bank.take_in(bank.notice(bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 9_000)))
    actions.assign(
        coop_id=person.coop_id,
        deposit_id=row.pk,
        shares={person.id: 9_000},
        reason="取り違え",
        by=cast.OPERATOR,
        at=clock.now(),
    )
    return row


def recall(deposit: Deposit) -> bool:
    """Whether it was taken back."""
    try:
        actions.recall(
            coop_id=deposit.coop_id,
            deposit_id=deposit.pk,
            reason="取り違え",
            by=cast.OPERATOR,
            at=clock.now() + COLLECTABLE,
        )
    except CannotSettle:
        return False
    return True


def collect(person: Person, coop: cast.Coop) -> None:
    at = clock.now() + COLLECTABLE
    money.post(coop.till, Collection(id=ids.uuid7(at), card=person.card, occurred_at=at), at=at)


@pytest.mark.django_db
class TestRecall:
    @pytest.fixture
    def coop(self) -> cast.Coop:
        return cast.coop_2101()

    @pytest.fixture
    def client(self, coop: cast.Coop) -> Client:
        return office.client_of(office.accounting(coop))

    def test_takes_two_people_and_opens_it_for_the_right_member(
        self, client: Client, coop: cast.Coop
    ) -> None:
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        deposit = wrongly_given(taro)
        address = f"/office/deposits/{deposit.pk}/recall"
        assert client.post(address, {"recall-reason": " "}).status_code == 422
        assert client.post(address, {"recall-reason": "取り違え"}).status_code == 302
        assert client.post(address, {"recall-reason": "取り違え"}).status_code == 409
        approval = f"/office/approvals/{Approval.objects.get().pk}"
        assert client.post(approval, ANSWER).status_code == 403
        assert purses(taro) == (9_000, 0, 0)
        manager = office.client_of(office.manager(coop))
        assert taro.name in manager.get(approval).content.decode()
        assert manager.post(approval, ANSWER).status_code == 302
        assert manager.post(approval, ANSWER).status_code == 409
        assert purses(taro) == (0, 0, 0)
        assert "ご入金が取り消されました" in client_of(taro).get("/uncollected").text
        assert "recall_deposit" in verbs(f"deposit:{deposit.pk}")
        again = Deposit.objects.get(state="suspense")
        assert assign(client, again, (hanako.member_number, 9_000)) == 302
        assert purses(hanako) == (9_000, 0, 0)
        assert "9,000円" in client_of(hanako).get("/uncollected").text
        assert list(proof.lies()) == []

    def test_has_a_line_of_its_own_in_the_reports(self, coop: cast.Coop) -> None:
        cast.hanako(coop)
        assert recall(wrongly_given(cast.taro(coop)))
        today, later = clock.now(), clock.now() + COLLECTABLE
        (first, last) = (clock.tokyo_date(today), clock.tokyo_date(later))
        moved = days.month(coop_id=coop.id, first=first, last=last, at=later).elsewhere
        assert (moved.slip_recalled_yen, moved.slip_cancelled_yen) == (9_000, 0)
        assert moved.slip_suspended_yen == 9_000
        assert moved.elsewhere_yen == 0
        rows = [row[:2] for row in takings_tables.elsewhere(moved).rows]
        assert ("まちがえた組合員から取り戻した払込票", -9_000) in rows
        report = f"/office/reports/month?from={first:%Y-%m}"
        assert (
            "まちがえた組合員から取り戻した払込票"
            in office.client_of(office.accounting(coop)).get(report).content.decode()
        )

    def test_makes_a_debt_of_what_was_spent(self, coop: cast.Coop) -> None:
        taro = cast.taro(coop)
        cast.hanako(coop)
        deposit = wrongly_given(taro)
        collect(taro, coop)
        later = clock.now() + COLLECTABLE
        money.ring_up(taro, money.line(yen=8_000), till=coop.till, at=later)
        assert purses(taro) == (0, 1_000, 0)
        assert recall(deposit)
        assert purses(taro) == (0, 0, 8_000)
        assert not recall(deposit)
        assert list(proof.lies()) == []

    def test_leaves_the_bank_one_deposit_to_cancel(self, coop: cast.Coop) -> None:
        taro = cast.taro(coop)
        cast.hanako(coop)
        assert recall(wrongly_given(taro))
        bank.take_in(bank.notice(bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 9_000, is_cancelled=True)))
        states = Deposit.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == ["taken_back", "taken_back", "cancellation"]
        assert purses(taro) == (0, 0, 0)
        assert list(proof.lies()) == []

    @pytest.mark.parametrize(
        ("first", "later"),
        [(Telling.FLASH, Telling.CONFIRMED), (Telling.CONFIRMED, Telling.FLASH)],
    )
    def test_is_not_given_again_by_the_other_half_of_a_flash(
        self, coop: cast.Coop, first: Telling, later: Telling
    ) -> None:
        hanako = cast.hanako(coop)
        reference = slip_for(hanako)
        (row,) = bank.take_in(bank.agency(bank.collected(reference, telling=first)))
        assert (row.state, purses(hanako)[0]) == ("credited", 20_000)
        assert recall(row)
        bank.take_in(bank.agency(bank.collected(reference, telling=later)))
        assert purses(hanako) == (0, 0, 0)
        assert Deposit.objects.filter(state="suspense").count() == 1
        assert list(proof.lies()) == []


class TestRecallBesideOthers:
    def test_happens_once_while_a_till_collects(self, fresh_database: FreshDatabase) -> None:
        coop = cast.coop_2101()
        cast.hanako(coop)
        taro = cast.taro(coop)
        deposit = wrongly_given(taro)
        start = threading.Barrier(3, timeout=30)

        def at_the_desk() -> bool:
            try:
                start.wait()
                return recall(deposit)
            finally:
                connection.close()

        def at_the_till() -> None:
            try:
                start.wait()
                collect(taro, coop)
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            desks = [pool.submit(at_the_desk) for _ in range(2)]
            till = pool.submit(at_the_till)
            assert sorted(each.result(30) for each in desks) == [False, True]
            till.result(30)
        assert purses(taro) == (0, 0, 0)
        assert Deposit.objects.filter(state="suspense").count() == 1
        assert list(proof.lies()) == []
