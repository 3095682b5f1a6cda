"""What the office does for a member: each act with its reason, in the log, and refused plainly."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.identity import desk as logins
from kumiai.identity.actions import CannotLogIn, log_in
from kumiai.identity.models import Login, RegistrationTicket, Session
from kumiai.kit import clock
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.mail.models import Message
from kumiai.members import queries as members
from tests import cast, money, office
from tests.portal.sessions import client_of

pytestmark = pytest.mark.django_db
REASON = "学生証を窓口で確認"


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def desk(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


def do(client: Client, person: cast.Person, act: str, **given: str) -> int:
    path = f"/office/members/{person.member_number}/{act}"
    return client.post(path, {"reason": REASON} | given).status_code


def acts(person: cast.Person) -> list[str]:
    """What was done to a member, without the look-ups."""
    found = coops.acts(person.coop_id, subject=f"member:{person.member_number}")
    assert all(act.reason == REASON for act in found if act.verb != "look_up_member")
    return [act.verb for act in found if act.verb != "look_up_member"]


def state(person: cast.Person, kind: str = "member") -> logins.LoginState:
    whom = {"coop_id": person.coop_id, "member_id": person.id}
    found = logins.login(**whom, kind=kind, at=clock.now())
    assert found is not None
    return found


class TestCards:
    def test_are_stopped_and_let_go_by_a_clerk(self, coop: cast.Coop, hanako: cast.Person) -> None:
        clerk = office.client_of(office.clerk(coop))
        assert do(clerk, hanako, "suspension-lift") == 409
        assert do(clerk, hanako, "suspension") == 302
        assert do(clerk, hanako, "suspension") == 409
        assert do(clerk, hanako, "suspension-lift") == 302
        assert acts(hanako) == ["lift_suspension", "suspend"]

    def test_are_issued_anew_and_the_old_one_is_dead_at_once(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        assert do(desk, hanako, "suspension") == 302
        assert do(desk, hanako, "card-reissue", idm="0123456789ABCDEF") == 302
        new, old = members.cards(coop_id=coop.id, member_id=hanako.id)
        assert (new.code, new.idm, new.replaced_at) == (
            f"{hanako.card}-2",
            "0123456789ABCDEF",
            None,
        )
        assert old.replaced_at is not None
        assert members.stopped(coop_id=coop.id, member_id=hanako.id) is None
        taro = cast.taro(coop)
        assert do(desk, taro, "card-reissue", idm="0123456789ABCDEF") == 409
        assert do(desk, taro, "card-reissue", idm="0123") == 422
        assert len(members.cards(coop_id=coop.id, member_id=taro.id)) == 1

    def test_end_with_the_membership(self, hanako: cast.Person, desk: Client) -> None:
        today = clock.tokyo_date(clock.now())
        tomorrow = (today + timedelta(days=1)).isoformat()
        assert do(desk, hanako, "membership-end", left_on=tomorrow) == 409
        assert do(desk, hanako, "membership-end", left_on="いつか") == 422
        assert do(desk, hanako, "membership-end", left_on=today.isoformat()) == 302
        assert do(desk, hanako, "membership-end", left_on=today.isoformat()) == 409
        assert acts(hanako) == ["end_membership"]


class TestLogins:
    def test_get_another_address_and_both_are_told(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        login = cast.full_login(hanako, login_id="hanako.l", mail="old@mail.example")
        browser = Client()
        browser.post("/", {"login_id": "hanako.l", "password": cast.PASSWORD})
        assert Session.objects.filter(login_id=login).exists()
        new = {"login": "member", "address": "ｎｅｗ@mail.example"}
        assert do(desk, hanako, "mail-address", **new) == 302
        assert state(hanako).mail == "new@mail.example"
        told = set(Message.objects.filter(kind="mail_changed").values_list("to_address", flat=True))
        assert told == {"old@mail.example", "new@mail.example"}
        assert browser.get("/home").status_code == 302
        assert do(desk, hanako, "mail-address", **new) == 409
        assert do(desk, hanako, "mail-address", login="guardian", address="x@mail.example") == 409
        assert do(desk, hanako, "mail-address", login="member", address="x@@x") == 422
        assert acts(hanako) == ["change_mail_at_desk"]

    def test_are_told_their_id_at_the_registered_address_only(
        self, hanako: cast.Person, desk: Client
    ) -> None:
        assert do(desk, hanako, "login-id", login="member") == 409
        cast.full_login(hanako, login_id="hanako.l", mail="hanako@mail.example")
        assert do(desk, hanako, "login-id", login="member") == 302
        mail = Message.objects.get(kind="login_ids")
        assert mail.to_address == "hanako@mail.example"
        assert "hanako.l" in mail.body
        assert acts(hanako) == ["send_login_id"]

    def test_that_are_stopped_can_be_tried_again(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        for _ in range(5):
            with pytest.raises(CannotLogIn):
                try_in(hanako, "wrong")
        assert state(hanako).stopped_until is not None
        assert do(desk, hanako, "login-lock", login="member") == 302
        assert state(hanako).failures == 0
        try_in(hanako, hanako.provisional_password)

    def test_begin_their_registration_anew_but_never_twice(
        self, hanako: cast.Person, desk: Client
    ) -> None:
        try_in(hanako, hanako.provisional_password)
        assert state(hanako).open_form_until is not None
        assert do(desk, hanako, "registration", login="member") == 302
        assert not RegistrationTicket.objects.exists()
        cast.full_login(hanako, login_id="hanako.l")
        assert do(desk, hanako, "registration", login="member") == 409
        assert Login.objects.get(login_id="hanako.l").state == "full"


class TestCorrection:
    def ask(self, client: Client, person: cast.Person, **given: str) -> str:
        path = f"/office/members/{person.member_number}/correction"
        wanted = {"purse": "PREPAID", "direction": "less", "amount": "1,000", "reason": REASON}
        response = client.post(path, wanted | given)
        assert response.status_code == 302, response.content.decode()
        return str(response["Location"])

    def test_takes_two_people_and_a_counter_account(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=3000, at=clock.now())
        path = self.ask(desk, hanako, amount="１，０００円")
        assert prepaid(hanako) == 3000
        given = {"decision": "approve", "answer": "レシートを確認"}
        assert desk.post(path, given).status_code == 403
        manager = office.client_of(office.manager(coop))
        page = manager.get(path).content.decode()
        assert "−1,000円" in page
        assert manager.post(path, given).status_code == 302
        assert manager.post(path, given).status_code == 409
        assert prepaid(hanako) == 2000
        (moved,) = ledger.movements(
            coop_id=coop.id,
            holder_id=hanako.id,
            kinds=[Kind.PREPAID],
            since=clock.now() - timedelta(minutes=5),
            before=clock.now() + timedelta(minutes=5),
        )[1:]
        assert (moved.other, moved.change) == (Kind.ADJUSTMENTS, -1000)
        page = desk.get(f"/office/members/{hanako.member_number}").content.decode()
        assert "生協による訂正" in page

    def test_is_not_made_where_there_is_too_little_or_too_much(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        manager = office.client_of(office.manager(coop))
        given = {"decision": "approve", "answer": "レシートを確認"}
        less = self.ask(desk, hanako)
        more = self.ask(desk, hanako, direction="more", amount="100000")
        for path, words in ((less, "残高が足りない"), (more, "上限を超える")):
            response = manager.post(path, given)
            assert response.status_code == 409
            assert words in response.content.decode()
        assert prepaid(hanako) == 0
        assert acts(hanako) == ["ask_approval", "ask_approval"]

    def test_takes_money_that_waits_and_tells_the_member(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        today = clock.tokyo_date(clock.now())
        money.pay_slip(hanako, yen=3000, paid_on=today, available_on=today, at=clock.now())
        manager = office.client_of(office.manager(coop))
        given = {"decision": "approve", "answer": "入金票を確認"}
        path = self.ask(desk, hanako, purse="UNCOLLECTED", amount="3000")
        rival = self.ask(desk, hanako, purse="UNCOLLECTED", amount="1")
        assert "未受取プリペイド残高" in manager.get(path).content.decode()
        assert desk.post(path, given).status_code == 403
        assert manager.post(path, given).status_code == 302
        refused = manager.post(rival, given)
        assert refused.status_code == 409
        assert "残高が足りない" in refused.content.decode()
        page = client_of(hanako).get("/uncollected").content.decode()
        assert "生協が3,000円を訂正しました（減額）" in page
        assert "受け取り済み" not in page

    def test_makes_no_money_to_wait(self, hanako: cast.Person, desk: Client) -> None:
        given = {"purse": "UNCOLLECTED", "direction": "more", "amount": "1000"}
        assert do(desk, hanako, "correction", **given) == 422

    def test_counts_points_in_tenths(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        path = self.ask(desk, hanako, purse="POINTS", direction="more", amount="28.7")
        manager = office.client_of(office.manager(coop))
        assert manager.post(path, {"decision": "approve", "answer": "確認"}).status_code == 302
        purses = ledger.purses_now(coop_id=coop.id, holder_id=hanako.id)
        assert purses[Kind.POINTS].balance == 287

    @pytest.mark.parametrize("amount", ["0", "-5", "1.5", "1e3", "abc", "9" * 20, "−5"])
    def test_takes_only_whole_yen_above_zero(
        self, hanako: cast.Person, desk: Client, amount: str
    ) -> None:
        given = {"purse": "PREPAID", "direction": "less", "amount": amount}
        assert do(desk, hanako, "correction", **given) == 422

    @pytest.mark.parametrize(("purse", "amount"), [("PREPAID", "1000000"), ("POINTS", "999999.1")])
    def test_says_how_much_goes_at_once(
        self, hanako: cast.Person, desk: Client, purse: str, amount: str
    ) -> None:
        path = f"/office/members/{hanako.member_number}/correction"
        given = {"purse": purse, "direction": "more", "amount": amount, "reason": REASON}
        response = desk.post(path, given)
        assert response.status_code == 422
        assert "一度に訂正できるのは999,999までです。" in response.content.decode()

    def test_leaves_books_that_are_right(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        from kumiai.cli import proof

        money.top_up(hanako, till=coop.till, yen=3000, at=clock.now())
        manager = office.client_of(office.manager(coop))
        for given in (
            {},
            {"direction": "more"},
            {"purse": "DEBT", "direction": "more", "amount": "50"},
            {"purse": "DEBT", "amount": "20"},
            {"purse": "WEB_POINTS", "direction": "more", "amount": "3.1"},
            {"purse": "WEB_POINTS", "amount": "3.1"},
        ):
            path = self.ask(desk, hanako, **given)
            assert manager.post(path, {"decision": "approve", "answer": "確認"}).status_code == 302
        assert list(proof.lies()) == []


class TestNote:
    def test_stays_on_the_page(self, hanako: cast.Person, desk: Client) -> None:
        path = f"/office/members/{hanako.member_number}"
        assert desk.post(f"{path}/note", {"reason": "春に改姓の予定"}).status_code == 302
        assert "春に改姓の予定" in desk.get(path).content.decode()
        empty = desk.post(f"{path}/note", {"reason": " "})
        assert empty.status_code == 422
        assert "メモ：メモを入力してください。" in empty.content.decode()


def prepaid(person: cast.Person) -> int:
    purses = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    return purses[Kind.PREPAID].balance


def try_in(person: cast.Person, password: str) -> None:
    log_in(
        login_id=person.member_number,
        password=password,
        coop_id=person.coop_id,
        network="192.0.2.1",
        at=clock.now(),
    )
