"""`/office/deposits`: candidates and why, assigned, split, returned by two people."""

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.coops.models import Approval
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.slips import proof
from kumiai.slips.models import Deposit
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

    def test_is_for_those_who_keep_the_books(self, coop: cast.Coop, deposit: Deposit) -> None:
        for person in (office.clerk(coop), office.desk(coop), office.operator(coop)):
            client = office.client_of(person)
            assert client.get("/office/deposits").status_code == 403
            assert assign(client, deposit, ("210125000001", 9_000)) == 403
        stranger = office.client_of(office.manager(cast.other_coop()))
        assert stranger.get(f"/office/deposits/{deposit.pk}").status_code == 404


class TestAssign:
    def test_gives_all_to_one_member_once(
        self, client: Client, deposit: Deposit, hanako: Person
    ) -> None:
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 302
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 422
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
        assert assign(client, deposit, (hanako.member_number, 9_000)) == 422
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


class TestSetAside:
    def test_notes_that_a_cancellation_of_nothing_was_looked_at(
        self, client: Client, hanako: Person
    ) -> None:
        (row,) = bank.take_in(bank.notice(bank.transfer("ﾀﾞﾚｶ", is_cancelled=True)))
        client.post(f"/office/deposits/{row.pk}/aside", {"aside-reason": "銀行に電話"})
        row.refresh_from_db()
        assert (row.state, verbs(f"deposit:{row.pk}")) == ("set_aside", ["set_deposit_aside"])
