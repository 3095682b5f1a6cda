"""What was paid in and never collected goes to a bank account, by two people."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.cli import proof
from kumiai.coops.models import Approval, StaffAct
from kumiai.kit import clock, ids
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.mail.models import Message
from kumiai.members import actions as members
from kumiai.reports import days, takings_tables
from kumiai.wallet.asked import Collection
from tests import cast, money, office
from tests.portal.sessions import client_of

pytestmark = pytest.mark.django_db
WANTED = {
    "amount_yen": "９，０００円",
    "bank": "津軽銀行",
    "branch": "弘前支店",
    "deposit_type": "ordinary",
    "bank_number": "１２３４５６",
    "payee": "つがる　ﾊﾅｺ",
    "reason": "卒業、学生証を確認",
}
ANSWER = {"decision": "approve", "answer": "通帳の写しで確認"}


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """Nine thousand yen of hers wait since today."""
    person = cast.hanako(coop)
    today = clock.tokyo_date(clock.now())
    money.pay_slip(person, yen=9_000, paid_on=today, available_on=today, at=clock.now())
    return person


@pytest.fixture
def accounting(coop: cast.Coop) -> Client:
    return office.client_of(office.accounting(coop))


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def page(person: cast.Person) -> str:
    return f"/office/members/{person.member_number}/payout"


def uncollected(person: cast.Person) -> int:
    purses = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    return purses[Kind.UNCOLLECTED].balance


def ask(client: Client, person: cast.Person, **changes: str) -> str:
    response = client.post(page(person), WANTED | changes)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


class TestPayout:
    def test_takes_two_people_and_tells_the_member(
        self, coop: cast.Coop, hanako: cast.Person, accounting: Client, manager: Client
    ) -> None:
        herself = client_of(hanako)
        approval = ask(accounting, hanako)
        assert ask(accounting, hanako) == approval
        assert accounting.post(approval, ANSWER).status_code == 403
        assert uncollected(hanako) == 9_000
        shown = manager.get(approval).content.decode()
        for words in ("9,000円", "津軽銀行 弘前支店", "普通 0123456", "ツガル ハナコ"):
            assert words in shown
        assert manager.post(approval, ANSWER).status_code == 302
        assert manager.post(approval, ANSWER).status_code == 409
        assert uncollected(hanako) == 0
        (mail,) = Message.objects.filter(kind="slip_paid_out")
        assert "9,000円" in mail.body
        assert "津軽銀行 ****456" in mail.body
        assert "0123456" not in mail.body
        own = herself.get("/uncollected").content.decode()
        assert "ご指定の口座に9,000円を払い出しました" in own
        assert "受け取り済み" not in own
        assert list(proof.lies()) == []

    def test_keeps_the_number_of_the_bank_out_of_the_log(
        self, hanako: cast.Person, accounting: Client, manager: Client
    ) -> None:
        manager.post(ask(accounting, hanako), ANSWER)
        acts = StaffAct.objects.filter(subject=f"member:{hanako.member_number}")
        assert {"ask_approval", "approve"} <= {act.verb for act in acts}
        assert "0123456" not in str(list(acts.values()))
        assert "0123456" in str(Approval.objects.get().details)

    def test_is_for_somebody_who_has_left_too(
        self, hanako: cast.Person, accounting: Client, manager: Client
    ) -> None:
        members.end_membership(
            coop_id=hanako.coop_id,
            member_id=hanako.id,
            on=clock.tokyo_date(clock.now()) - timedelta(days=1),
            by=cast.OPERATOR,
            reason="卒業",
            at=clock.now(),
        )
        assert manager.post(ask(accounting, hanako), ANSWER).status_code == 302
        assert uncollected(hanako) == 0

    def test_is_not_done_where_a_till_was_quicker(
        self, coop: cast.Coop, hanako: cast.Person, accounting: Client, manager: Client
    ) -> None:
        approval = ask(accounting, hanako, amount_yen="9000")
        at = clock.now()
        asked = Collection(id=ids.uuid7(at), card=hanako.card, occurred_at=at)
        assert money.post(coop.till, asked, at=at)["state"] == "settled"
        refused = manager.post(approval, ANSWER)
        assert refused.status_code == 409
        assert "レジで受け取られたか" in refused.content.decode()
        assert not Message.objects.filter(kind="slip_paid_out").exists()
        assert list(proof.lies()) == []

    def test_has_a_line_of_its_own_in_the_reports(
        self, coop: cast.Coop, hanako: cast.Person, accounting: Client, manager: Client
    ) -> None:
        manager.post(ask(accounting, hanako), ANSWER)
        today = clock.tokyo_date(clock.now())
        moved = days.month(coop_id=coop.id, first=today, last=today, at=clock.now()).elsewhere
        assert (moved.slip_paid_out_yen, moved.slip_cancelled_yen) == (9_000, 0)
        rows = [row[:2] for row in takings_tables.elsewhere(moved).rows]
        assert ("組合員の口座へ払い出した払込票", -9_000) in rows

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"amount_yen": "9001"}, "払い出せるのは9,000円までです。"),
            ({"amount_yen": "0"}, "1円以上の金額"),
            ({"amount_yen": "-1"}, "金額は0以上の整数"),
            ({"amount_yen": ""}, "金額を入力してください。"),
            ({"bank_number": "12345678"}, "口座番号は7桁まで"),
            ({"bank_number": "12a4567"}, "口座番号は7桁まで"),
            ({"payee": "津軽花子"}, "口座名義はカタカナ"),
            ({"deposit_type": "gold"}, "deposit_type"),
            ({"bank": " "}, "銀行の名前を入力してください。"),
            ({"reason": ""}, "理由を入力してください。"),
        ],
    )
    def test_says_what_is_wrong_under_its_field(
        self, hanako: cast.Person, accounting: Client, changes: dict[str, str], words: str
    ) -> None:
        response = accounting.post(page(hanako), WANTED | changes)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert not Approval.objects.exists()

    def test_says_that_there_is_nothing(self, coop: cast.Coop, accounting: Client) -> None:
        taro = cast.taro(coop)
        assert "払い出せる未受取の入金はありません。" in accounting.get(page(taro)).content.decode()
        assert accounting.post(page(taro), WANTED).status_code == 422

    def test_is_of_the_own_coop_alone(self, hanako: cast.Person, accounting: Client) -> None:
        jiro = cast.jiro(cast.other_coop())
        assert accounting.post(page(jiro), WANTED).status_code == 404
