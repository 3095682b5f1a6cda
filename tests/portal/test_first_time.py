"""The first-time box and what follows it, through the pages, with links and forms alone."""

from typing import Any

import pytest
from django.test import Client

from kumiai.identity.models import FullRegistration
from kumiai.identity.models_recovery import FirstTimeApplication
from kumiai.mail.models import Message
from tests import cast
from tests.identity import applying

FILLED = {
    "kana": "はっこうだ さくら",
    "second_proof": "1971-01-31",
    "login_id": "Ｓakura.H",
    "password": applying.PROVISIONAL,
    "mail": " sakura@MAIL.example ",
    "consent": "on",
    "action": "confirm",
}
REGISTERING = {
    "login_id": " sakura.h ",
    "provisional_password": applying.PROVISIONAL,
    "password": cast.PASSWORD,
}


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def older(coop: cast.Coop) -> cast.Person:
    return cast.older_member(coop)


@pytest.fixture
def form(client: Client, older: cast.Person) -> Client:
    """A browser at the open form."""
    client.post("/first-time", {"member_number": older.member_number})
    return client


def press(client: Client, **changes: str) -> Any:
    return client.post("/first-time/form", FILLED | changes)


def mailed_link() -> str:
    body = Message.objects.filter(kind="first_time").latest("id").body
    return next(line for line in body.splitlines() if line.startswith("http://testserver/"))


def applied(form: Client) -> str:
    """From the open form to the mail; its link."""
    assert press(form).headers["Location"] == "/first-time/confirmation"
    assert form.post("/first-time/confirmation").headers["Location"] == "/first-time/sent"
    return mailed_link()


class TestBox:
    def test_is_on_the_login_page_with_the_policys_year(self, client: Client, db: None) -> None:
        cast.coop_2101(provisional_from_year=2016)
        text = client.get("/").text
        assert "初めてマイページをご利用になる方へ" in text
        assert "2015年以前に入学・加入された方は" in text

    @pytest.mark.parametrize("number", ["210199999999", "21011234567", "わかりません"])
    def test_says_the_guides_sentence_to_an_unknown_number(
        self, client: Client, coop: cast.Coop, number: str
    ) -> None:
        answer = client.post("/first-time", {"member_number": number})
        assert answer.status_code == 422
        assert "入力された情報に該当する組合員が見つかりません" in answer.text
        assert "半角数字12桁（ハイフンなし）で入力してください。" in answer.text
        assert not FirstTimeApplication.objects.exists()

    def test_says_the_guides_sentence_to_who_is_registered(
        self, client: Client, coop: cast.Coop
    ) -> None:
        hanako = cast.hanako(coop)
        cast.full_login(hanako, login_id="hanako.t")
        answer = client.post("/first-time", {"member_number": hanako.member_number})
        assert answer.status_code == 409
        assert "お客様は既に本登録が完了しています" in answer.text

    def test_says_to_later_members_that_nothing_is_to_be_entered(
        self, client: Client, coop: cast.Coop
    ) -> None:
        answer = client.post("/first-time", {"member_number": cast.hanako(coop).guardian_login_id})
        assert "お客様はすでに仮登録されています" in answer.text
        assert "2014年以降に入学・加入された方は、ここでの入力は不要です。" in answer.text
        assert "組合員番号の後ろに「p」を加えた13桁" in answer.text
        assert client.get("/first-time/form").status_code == 403

    def test_asks_for_a_number(self, client: Client, coop: cast.Coop) -> None:
        answer = client.post("/first-time", {"member_number": " "})
        assert "組合員番号を入力してください。" in answer.text

    def test_is_503_where_no_coop_is_yet(self, client: Client, db: None) -> None:
        assert client.get("/first-time").status_code == 503


class TestForm:
    def test_shows_nothing_of_the_member(self, form: Client, older: cast.Person) -> None:
        text = form.get("/first-time/form").text
        for told in (older.name, "ハッコウダ", older.member_number, "1971", "001234"):
            assert told not in text

    def test_has_the_look_and_the_sender_of_the_members_own_coop(
        self, client: Client, coop: cast.Coop
    ) -> None:
        other = cast.other_coop()
        jiro = cast.jiro(other, member_number="117510000001", joined_year=2010)
        client.post("/first-time", {"member_number": jiro.member_number})
        text = client.get("/first-time/form").text
        assert f"/theme/{other.id}.css" in text
        assert "@shiomi.example" in text

    def test_is_closed_to_everybody_else(self, client: Client, coop: cast.Coop) -> None:
        for page in ("form", "confirmation", "sent"):
            answer = client.get(f"/first-time/{page}")
            assert answer.status_code == 403
            assert "登録の受付時間が過ぎました" in answer.text

    def test_asks_for_every_item_and_keeps_what_was_typed(self, form: Client) -> None:
        answer = press(form, kana="", mail="", consent="")
        assert answer.status_code == 422
        for asked in ("フリガナを入力", "メールアドレスを入力", "利用規約をお読みになり"):
            assert asked in answer.text
        again = form.get("/first-time/form").text
        assert 'value="sakura.h"' in again
        assert applying.PROVISIONAL not in again
        assert "入力済みです" in again

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"login_id": "210110000004"}, "組合員番号は使えません"),
            ({"password": "sakura19710131"}, "生年月日・電話番号"),
            ({"password": "short"}, "8文字以上"),
            ({"mail": "a@mail.example\r\nBcc: b@mail.example"}, "1行で"),
            ({"login_id": "sakura\0"}, "入力内容をご確認ください"),
            ({"kana": "さくら"}, "生協にお届けのフリガナと違います"),
            ({"second_proof": "1971-02-30"}, "生協にお届けの内容と違います"),
        ],
    )
    def test_says_what_is_wrong_under_the_field(
        self, form: Client, wrong: dict[str, str], said: str
    ) -> None:
        answer = press(form, **wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert form.get("/first-time/confirmation").headers["Location"] == "/first-time/form"

    def test_closes_when_one_does_not_want_to_go_on(self, form: Client) -> None:
        assert press(form, action="cancel").headers["Location"] == "/"
        assert not FirstTimeApplication.objects.exists()


class TestConfirmation:
    def test_shows_everything_once_more_but_the_password(self, form: Client) -> None:
        press(form)
        text = form.get("/first-time/confirmation").text
        for shown in ("ハッコウダ サクラ", "1971年1月31日", "sakura.h", applying.ADDRESS):
            assert shown in text
        assert applying.PROVISIONAL not in text

    def test_warns_of_an_old_carriers_address(self, form: Client) -> None:
        press(form, mail="saku..ra.@mail.example")
        assert "届かないことがあります" in form.get("/first-time/confirmation").text
        form.post("/first-time/confirmation")
        assert Message.objects.get().to_address == "saku..ra.@mail.example"

    def test_sends_one_mail_however_often_it_is_pressed(self, form: Client) -> None:
        applied(form)
        for again in (form.post("/first-time/confirmation"), press(form)):
            assert again.headers["Location"] == "/first-time/sent"
        assert Message.objects.count() == 1
        assert "sakura@mail.example 宛に" in form.get("/first-time/sent").text

    def test_needs_the_forms_token(self, form: Client) -> None:
        press(form)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = form.cookies
        assert strict.post("/first-time/confirmation").status_code == 403
        assert not Message.objects.exists()


class TestFullRegistration:
    def test_changes_nothing_when_it_is_only_opened(self, form: Client) -> None:
        link = applied(form)
        for scanner in (Client(), form):
            assert scanner.get(link).status_code == 200
            assert scanner.head(link).status_code == 200
        assert not FullRegistration.objects.exists()

    def test_says_nothing_of_whose_it_is(self, form: Client, older: cast.Person) -> None:
        text = Client().get(applied(form)).text
        for told in (older.name, older.member_number, applying.ADDRESS, "sakura.h"):
            assert told not in text

    def test_registers_and_lets_in(self, form: Client) -> None:
        link, phone = applied(form), Client()
        assert phone.post(link, REGISTERING).headers["Location"] == "/full-registration/done"
        assert "本登録が完了しました" in phone.get("/full-registration/done").text
        let_in = phone.post("/", {"login_id": "sakura.h", "password": cast.PASSWORD})
        assert let_in.headers["Location"] == "/home"
        assert phone.get(link).status_code == 410
        assert phone.post(link, REGISTERING).status_code == 410

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"login_id": "sakura.x"}, "ログインIDまたは仮パスワードが違います"),
            (
                {"provisional_password": "まったく別の合言葉"},
                "ログインIDまたは仮パスワードが違います",
            ),
            ({"password": applying.PROVISIONAL}, "仮パスワードとは別のパスワード"),
            ({"password": "19710131sakura"}, "生年月日・電話番号"),
            ({"password": ""}, "新しいパスワードを入力してください"),
        ],
    )
    def test_says_what_is_wrong(self, form: Client, wrong: dict[str, str], said: str) -> None:
        link = applied(form)
        answer = Client().post(link, REGISTERING | wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert not FullRegistration.objects.exists()

    def test_asks_for_another_id_where_the_wished_one_is_gone(
        self, form: Client, coop: cast.Coop
    ) -> None:
        link = applied(form)
        cast.full_login(cast.hanako(coop), login_id="sakura.h")
        answer = Client().post(link, REGISTERING)
        assert answer.status_code == 422
        assert "別のログインIDを入力してください。" in answer.text
        done = Client().post(link, REGISTERING | {"another_login_id": "sakura.8"})
        assert done.headers["Location"] == "/full-registration/done"

    def test_is_told_to_who_registered_by_another_link(
        self, form: Client, older: cast.Person
    ) -> None:
        first = applied(form)
        other = Client()
        other.post("/first-time", {"member_number": older.member_number})
        second = applied(other)
        form.post(first, REGISTERING)
        for answer in (other.get(second), other.post(second, REGISTERING)):
            assert answer.status_code == 409
            assert "お客様は既に本登録が完了しています" in answer.text

    def test_needs_the_forms_token(self, form: Client) -> None:
        link = applied(form)
        assert Client(enforce_csrf_checks=True).post(link, REGISTERING).status_code == 403
        assert not FullRegistration.objects.exists()


class TestEnglish:
    def test_is_spoken_by_the_pages_and_the_mail(self, form: Client) -> None:
        form.cookies["kumiai-language"] = "en"
        assert "New registration" in form.get("/first-time/form").text
        applied(form)
        assert "Please complete your registration" in Message.objects.get().subject
