"""`/office/deposits`: candidates and why, assigned, split, returned by two people."""

from datetime import date

import pytest
from django.test import Client

from kumiai.backoffice import wording_deposits
from kumiai.coops import queries as coops
from kumiai.coops.models import Approval
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.slips import proof
from kumiai.slips.matching import Why
from kumiai.slips.models import Deposit
from kumiai.slips.models_bank import DEPOSIT_STATES
from tests import cast, office
from tests.cast import Person
from tests.slips import bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> Person:
    return cast.hanako(coop)


@pytest.fixture
def asker(coop: cast.Coop) -> office.Person:
    return office.accounting(coop)


@pytest.fixture
def client(asker: office.Person) -> Client:
    return office.client_of(asker)


@pytest.fixture
def deposit(hanako: Person) -> Deposit:
    """From somebody of Hanako's name, without a number."""
    (row,) = bank.take_in(bank.notice(bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 9_000)))
    return row


def yen(person: Person) -> int:
    purses = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    return purses[Kind.UNCOLLECTED].balance


def assign(
    client: Client, deposit: Deposit, *shares: tuple[str, int], reason: str = "電話で確認"
) -> int:
    body = {"reason": reason}
    for number, (member_number, amount) in enumerate(shares, start=1):
        body |= {f"number_{number}": member_number, f"yen_{number}": str(amount)}
    return client.post(f"/office/deposits/{deposit.pk}", body).status_code


def verbs(subject: str) -> list[str]:
    return [act.verb for act in coops.acts(2101, subject=subject)]


class TestDesk:
    def test_lists_what_waits_and_why(self, client: Client, deposit: Deposit) -> None:
        page = client.get("/office/deposits").content.decode()
        assert "番号がなく、だれの入金か分かりません" in page
        assert "9,000円" in page

    def test_proposes_who_it_may_be_and_notes_the_look(
        self, client: Client, deposit: Deposit, hanako: Person
    ) -> None:
        page = client.get(f"/office/deposits/{deposit.pk}").content.decode()
        assert hanako.name in page
        assert "名前の読みが同じです" in page
        assert "look_up_member" in verbs(f"member:{hanako.member_number}")

    def test_says_all_that_speaks_for_somebody_and_what_speaks_against(
        self, client: Client, hanako: Person
    ) -> None:
        name, stranger = (
            bank.take_in(bank.notice(bank.transfer(f"210125000001 210199999999 {name}", yen)))[0]
            for name, yen in (("ﾂｶﾞﾙ ﾊﾅｺ", 700), ("ｲﾜｷ ﾀﾛｳ", 800))
        )
        assert name.state == "credited"
        page = client.get(f"/office/deposits/{stranger.pk}").content.decode()
        assert "組合員番号が書かれています" in page
        assert "払込人の名前は違います" in page
        assert "組合員に確かめてから入金してください" in page

    def test_is_for_those_who_keep_the_books(self, coop: cast.Coop, deposit: Deposit) -> None:
        for person in (office.clerk(coop), office.desk(coop), office.operator(coop)):
            client = office.client_of(person)
            assert client.get("/office/deposits").status_code == 403
            assert assign(client, deposit, ("210125000001", 9_000)) == 403
        stranger = office.client_of(office.manager(cast.other_coop()))
        assert stranger.get(f"/office/deposits/{deposit.pk}").status_code == 404


class TestWords:
    def test_are_there_for_every_reason_and_state(self) -> None:
        assert set(wording_deposits.WHYS) == {"", *Why}
        assert set(wording_deposits.DEPOSIT_STATES) == set(DEPOSIT_STATES)
        assert set(wording_deposits.WHAT_TO_DO) == {"", *Why} - {Why.CANCELLED}, "it never waits"


class TestDuplicate:
    def test_leads_from_the_later_to_the_earlier_one_and_back(
        self, client: Client, hanako: Person
    ) -> None:
        first, second = (
            bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako), inquiry=inquiry)))[0]
            for inquiry in ("000001", "000002")
        )
        desk, later, earlier = (
            client.get(address).content.decode()
            for address in (
                "/office/deposits",
                f"/office/deposits/{second.pk}",
                f"/office/deposits/{first.pk}",
            )
        )
        assert f'href="/office/deposits/{first.pk}"' in desk
        assert f'href="/office/deposits/{first.pk}"' in later
        assert "前の入金と比べる" in later
        assert "入金日・金額・払込人・通信欄が同じです" in later
        assert f'href="/office/deposits/{second.pk}"' in earlier
        assert "二重でないか、職員の確認を待っています" in earlier
        assert "look_up_member" in verbs(f"member:{hanako.member_number}")

    def test_no_longer_waits_at_the_earlier_one_once_it_is_decided(
        self, client: Client, hanako: Person
    ) -> None:
        first, second = (
            bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako), inquiry=inquiry)))[0]
            for inquiry in ("000001", "000002")
        )
        assert assign(client, second, (hanako.member_number, 20_000)) == 302
        earlier = client.get(f"/office/deposits/{first.pk}").content.decode()
        assert f'href="/office/deposits/{second.pk}"' in earlier
        assert "職員の確認を待っています" not in earlier


class TestLeaver:
    """Money of somebody who has left could not be collected at a till: it goes back instead."""

    @pytest.fixture
    def leaver(self, coop: cast.Coop) -> Person:
        return cast.taro(coop, left_on=date(2026, 3, 31))

    @pytest.fixture
    def waiting(self, leaver: Person) -> Deposit:
        (row,) = bank.take_in(bank.notice(bank.transfer(bank.numbered(leaver), 9_000)))
        assert row.why == "left"
        return row

    def test_is_said_before_and_is_not_offered(
        self, client: Client, waiting: Deposit, leaver: Person
    ) -> None:
        page = client.get(f"/office/deposits/{waiting.pk}").content.decode()
        assert "2026年3月31日（火）に脱退しています" in page
        assert f"?member={leaver.member_number}#assign" not in page
        assert page.index("払込人に返金する</h2>") < page.index("組合員に入金する</h2>")

    def test_gets_nothing_alone_or_with_others(
        self, client: Client, waiting: Deposit, leaver: Person, hanako: Person
    ) -> None:
        whole = [(leaver.member_number, 9_000)]
        split = [(hanako.member_number, 5_000), (leaver.member_number, 4_000)]
        for shares in (whole, split):
            assert assign(client, waiting, *shares) == 422
        waiting.refresh_from_db()
        assert (waiting.state, yen(leaver), yen(hanako)) == ("suspense", 0, 0)
        body = {"reason": "x", "number_1": leaver.member_number, "yen_1": "9000"}
        page = client.post(f"/office/deposits/{waiting.pk}", body).content.decode()
        assert "は脱退した組合員です。レジで受け取れないお金になるため" in page
        assert f'value="{leaver.member_number}"' in page
        assert list(proof.lies()) == []

    def test_does_not_keep_it_from_another_member_or_from_who_paid(
        self, client: Client, waiting: Deposit, hanako: Person
    ) -> None:
        client.post(f"/office/deposits/{waiting.pk}/return", {"back-reason": "卒業のため"})
        assert Approval.objects.get().kind == "send_deposit_back"
        (other,) = bank.take_in(bank.notice(bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 700, inquiry="000002")))
        assert assign(client, other, (hanako.member_number, 700)) == 302


class TestAssign:
    def test_gives_all_to_one_member_once(
        self, client: Client, deposit: Deposit, hanako: Person
    ) -> None:
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 302
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 409
        assert yen(hanako) == 9_000
        assert "assign_deposit" in verbs(f"deposit:{deposit.pk}")
        assert list(proof.lies()) == []

    def test_splits_it_to_the_yen(
        self, client: Client, coop: cast.Coop, deposit: Deposit, hanako: Person
    ) -> None:
        taro = cast.taro(coop)
        shares = [(hanako.member_number, 5_000), (taro.member_number, 4_000)]
        assert assign(client, deposit, *shares) == 302
        assert (yen(hanako), yen(taro)) == (5_000, 4_000)
        assert list(proof.lies()) == []

    @pytest.mark.parametrize(
        ("number", "amount", "reason"),
        [
            ("210125000001", 8_999, "x"),
            ("210125000001", 9_001, "x"),
            ("210125000001", 9_000, " "),
            ("210199999999", 9_000, "x"),
            ("117525000001", 9_000, "x"),
            ("12", 9_000, "x"),
            ("210125000001", -9_000, "x"),
        ],
    )
    def test_refuses_what_does_not_fit(
        self, client: Client, deposit: Deposit, number: str, amount: int, reason: str
    ) -> None:
        cast.jiro(cast.other_coop())
        assert assign(client, deposit, (number, amount), reason=reason) == 422
        deposit.refresh_from_db()
        assert deposit.state == "suspense"


class TestReturn:
    def test_takes_two_people(
        self, client: Client, coop: cast.Coop, deposit: Deposit, hanako: Person
    ) -> None:
        body = {"back-reason": "本人の申し出"}
        client.post(f"/office/deposits/{deposit.pk}/return", body)
        client.post(f"/office/deposits/{deposit.pk}/return", body)
        approval = Approval.objects.get()
        answer = {"decision": "approve", "answer": "通帳で確認"}
        address = f"/office/approvals/{approval.pk}"
        assert client.post(address, answer).status_code == 403
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 409
        other = office.client_of(office.manager(coop))
        assert "9,000円" in other.get(address).content.decode()
        assert other.post(address, answer).status_code == 302
        deposit.refresh_from_db()
        assert deposit.state == "returned"
        assert {"ask_approval", "approve", "send_deposit_back"} <= set(
            verbs(f"deposit:{deposit.pk}")
        )
        page = client.get(f"/office/deposits/{deposit.pk}").content.decode()
        assert "本人の申し出" in page
        assert "通帳で確認" in page
        assert list(proof.lies()) == []

    def test_is_refused_once_the_money_is_elsewhere(
        self, client: Client, coop: cast.Coop, deposit: Deposit
    ) -> None:
        client.post(f"/office/deposits/{deposit.pk}/return", {"back-reason": "申し出"})
        bank.take_in(bank.notice(bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 9_000, is_cancelled=True)))
        other = office.client_of(office.manager(coop))
        address = f"/office/approvals/{Approval.objects.get().pk}"
        answer = {"decision": "approve", "answer": "確認"}
        assert other.post(address, answer).status_code == 409
        assert list(proof.lies()) == []


class TestSecondWindow:
    @pytest.mark.parametrize("act", ["", "/return"])
    def test_is_told_that_it_is_decided(
        self, client: Client, deposit: Deposit, hanako: Person, act: str
    ) -> None:
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 302
        late = client.post(f"/office/deposits/{deposit.pk}{act}", {"back-reason": "申し出"})
        assert "この入金は、もう処理されています。" in late.content.decode()
        assert (late.status_code, Approval.objects.count()) == (409, 0)

    def test_is_told_that_a_return_waits(
        self, client: Client, deposit: Deposit, hanako: Person
    ) -> None:
        address = f"/office/deposits/{deposit.pk}"
        client.post(f"{address}/return", {"back-reason": "申し出"})
        for act in ("", "/return"):
            answer = client.post(address + act, {"back-reason": "申し出"})
            assert "先に承認を見送ってください" in answer.content.decode()
        assert (yen(hanako), Approval.objects.count()) == (0, 1)


class TestSetAside:
    def test_notes_that_a_cancellation_of_nothing_was_looked_at(
        self, client: Client, hanako: Person
    ) -> None:
        (row,) = bank.take_in(bank.notice(bank.transfer("ﾀﾞﾚｶ", is_cancelled=True)))
        client.post(f"/office/deposits/{row.pk}/aside", {"aside-reason": "銀行に電話"})
        row.refresh_from_db()
        assert (row.state, verbs(f"deposit:{row.pk}")) == ("set_aside", ["set_deposit_aside"])
