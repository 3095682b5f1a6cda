"""The pages for forgotten IDs and passwords; they say the same to everybody."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.identity.models import Login
from kumiai.identity.models_recovery import Knock, PasswordReissue
from kumiai.kit import clock
from tests import cast
from tests.identity import forgetting
from tests.portal import sessions

ADDRESS = "hanako.t@mail.example"
NEW = "あたらしい合言葉"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    person = cast.hanako(coop)
    cast.full_login(person, login_id="hanako.t")
    return person


def link_of(person: cast.Person) -> str:
    """The path in the mail that came of asking."""
    Client().post(
        "/password-reissue", {"member_number": person.member_number, "login_id": "hanako.t"}
    )
    (message,) = forgetting.answered(set(), at=Knock.objects.get().at)
    found = re.search(r"http://testserver(/new-password/\S+)", message.body)
    assert found
    return found[1]


class TestReminder:
    @pytest.mark.parametrize("number", ["210125000001", "２１０１－2500－0001ｐ", "210199999999"])
    @pytest.mark.parametrize("address", [f" {ADDRESS} ", "nobody@mail.example"])
    def test_says_the_same_to_everybody(
        self, client: Client, hanako: cast.Person, number: str, address: str
    ) -> None:
        answer = client.post("/login-id-reminder", {"member_number": number, "mail": address})
        assert answer.headers["Location"] == "/login-id-reminder/sent"
        page = client.get("/login-id-reminder/sent").text
        for told in ("hanako", "2101250", address.strip()):
            assert told not in page
        asked = Knock.objects.get().asked
        assert asked["address"] == address.strip()
        assert re.fullmatch("[0-9]{12}", asked["member_number"])

    def test_does_the_same_work_for_everybody(self, client: Client, hanako: cast.Person) -> None:
        counts = {self._queries(client, number) for number in ("210125000001", "210199999999")}
        assert len(counts) == 1

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"member_number": "2101"}, "半角数字12桁で"),
            ({"member_number": ""}, "組合員番号を入力してください"),
            ({"mail": "hanako"}, "メールアドレスの形"),
            ({"mail": "a@mail.example\r\nBcc: b@mail.example"}, "1行で"),
        ],
    )
    def test_says_what_is_wrong(
        self, client: Client, hanako: cast.Person, typed: dict[str, str], said: str
    ) -> None:
        right = {"member_number": hanako.member_number, "mail": ADDRESS}
        answer = client.post("/login-id-reminder", right | typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert not Knock.objects.exists()

    @pytest.mark.parametrize("number", ["210125000001", "210199999999"])
    def test_says_until_when_to_wait(
        self, client: Client, hanako: cast.Person, number: str
    ) -> None:
        for _ in range(3):
            client.post("/login-id-reminder", {"member_number": number, "mail": ADDRESS})
        answer = client.post("/login-id-reminder", {"member_number": number, "mail": ADDRESS})
        assert answer.status_code == 429
        assert "お申し込みが続いたため" in answer.text

    def test_needs_the_forms_token(self, hanako: cast.Person) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/login-id-reminder", {}).status_code == 403

    def _queries(self, client: Client, number: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.post("/login-id-reminder", {"member_number": number, "mail": ADDRESS})
            client.post("/password-reissue", {"member_number": number, "login_id": "hanako.t"})
        return len(captured)


class TestReissue:
    @pytest.mark.parametrize("login_id", [" Hanako.T ", "nobody.t", "😀😀"])
    def test_says_the_same_to_everybody(
        self, client: Client, hanako: cast.Person, login_id: str
    ) -> None:
        typed = {"member_number": hanako.member_number, "login_id": login_id}
        answer = client.post("/password-reissue", typed)
        assert answer.headers["Location"] == "/password-reissue/sent"
        assert "hanako" not in client.get("/password-reissue/sent").text

    def test_asks_for_both(self, client: Client, hanako: cast.Person) -> None:
        answer = client.post("/password-reissue", {})
        assert answer.status_code == 422
        assert "ログインIDを入力してください。" in answer.text

    def test_is_503_where_no_coop_is_yet(self, client: Client, db: None) -> None:
        for page in ("/password-reissue", "/login-id-reminder"):
            assert client.get(page).status_code == 503


class TestNewPassword:
    def test_changes_nothing_when_it_is_only_opened(
        self, client: Client, hanako: cast.Person
    ) -> None:
        link, before = link_of(hanako), Login.objects.get(login_id="hanako.t").password_hash
        for scanner in (Client(), client):
            assert scanner.get(link).status_code == 200
            assert scanner.head(link).status_code == 200
        assert Login.objects.get(login_id="hanako.t").password_hash == before
        assert PasswordReissue.objects.get().used_at is None

    def test_says_nothing_of_whose_it_is(self, client: Client, hanako: cast.Person) -> None:
        text = client.get(link_of(hanako)).text
        for told in (hanako.name, hanako.member_number, "hanako.t", ADDRESS):
            assert told not in text

    def test_is_chosen_as_it_is_typed(self, client: Client, hanako: cast.Person) -> None:
        link, chosen = link_of(hanako), f" {NEW} "
        answer = client.post(link, {"password": chosen})
        assert answer.headers["Location"] == "/password-reissue/done"
        assert "パスワードを変更しました" in client.get("/password-reissue/done").text
        assert client.post("/", {"login_id": "hanako.t", "password": NEW}).status_code == 422
        let_in = client.post("/", {"login_id": "hanako.t", "password": chosen})
        assert let_in.headers["Location"] == "/home"

    @pytest.mark.parametrize(
        ("password", "said"),
        [
            ("short", "8文字以上"),
            ("hanako.t-2026", "ログインIDを含む"),
            ("x20060402x", "生年月日・電話番号"),
            ("password1", "よく使われていて"),
            ("", "新しいパスワードを入力してください"),
        ],
    )
    def test_says_what_is_wrong(
        self, client: Client, hanako: cast.Person, password: str, said: str
    ) -> None:
        answer = client.post(link_of(hanako), {"password": password})
        assert answer.status_code == 422
        assert said in answer.text
        assert PasswordReissue.objects.get().used_at is None

    def test_is_over_once_it_was_used(self, client: Client, hanako: cast.Person) -> None:
        link = link_of(hanako)
        client.post(link, {"password": NEW})
        for answer in (client.get(link), client.post(link, {"password": NEW})):
            assert answer.status_code == 410
            assert "このリンクは使えなくなりました" in answer.text

    def test_sends_out_who_was_logged_in(self, client: Client, coop: cast.Coop) -> None:
        taro = cast.taro(coop)
        browser = sessions.client_of(taro)
        login_id = f"member.{taro.member_number}"
        (message,) = forgetting.ask_for_password(taro.member_number, login_id, at=clock.now())
        assert browser.get("/home").status_code == 200
        client.post(f"/new-password/{forgetting.token_in(message)}", {"password": NEW})
        assert browser.get("/home").status_code == 302

    def test_needs_the_forms_token(self, hanako: cast.Person) -> None:
        link = link_of(hanako)
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(link, {"password": NEW}).status_code == 403
        assert PasswordReissue.objects.get().used_at is None


class TestOneTimePassword:
    def test_leads_from_the_login_to_the_choice(self, client: Client, hanako: cast.Person) -> None:
        (message,) = forgetting.ask_for_password(hanako.member_number, "hanako.t", at=clock.now())
        password = forgetting.one_time_password_in(message)
        answer = client.post("/", {"login_id": "hanako.t", "password": f" {password}\n"})
        assert answer.headers["Location"].startswith("/new-password/")
        assert "kumiai-session" not in answer.cookies
        assert client.get("/home").status_code == 302
        chosen = client.post(answer.headers["Location"], {"password": NEW})
        assert chosen.headers["Location"] == "/password-reissue/done"
