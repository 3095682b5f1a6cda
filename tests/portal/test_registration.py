"""The registration form through the pages, without JavaScript: forms and links alone."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.identity.models import FullRegistration, MailProof, RegistrationTicket
from kumiai.mail.models import Message
from tests import cast
from tests.identity import forms

FILLED = {
    "kana": "つがる はなこ",
    "second_proof": "090-1234-5678",
    "login_id": "Ｈanako.T",
    "password": cast.PASSWORD,
    "mail": forms.ADDRESS,
    "code": "",
    "consent": "on",
}


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def form(client: Client, hanako: cast.Person) -> Client:
    """A browser at the open form."""
    client.post("/", {"login_id": hanako.member_number, "password": hanako.provisional_password})
    return client


def press(client: Client, action: str, **changes: str) -> Any:
    return client.post("/registration", FILLED | changes | {"action": action})


def mailed_code() -> str:
    return forms.code_in(Message.objects.filter(kind="mail_test").latest("id").body)


def mailed_link() -> str:
    body = Message.objects.filter(kind="mail_test").latest("id").body
    return next(line for line in body.splitlines() if line.startswith("http://testserver/"))


class TestForm:
    def test_shows_nothing_of_the_member(self, form: Client, hanako: cast.Person) -> None:
        text = form.get("/registration").text
        for told in (
            hanako.name,
            "津軽",
            "ツガル",
            hanako.member_number,
            "2006",
            "361234",
            "345678",
        ):
            assert told not in text

    def test_has_the_look_and_the_sender_of_the_members_own_coop(
        self, client: Client, coop: cast.Coop
    ) -> None:
        other = cast.other_coop()
        jiro = cast.jiro(other)
        client.post("/", {"login_id": jiro.member_number, "password": jiro.provisional_password})
        text = client.get("/registration").text
        sender = coops.coop(other.id).sender_address
        assert f"/theme/{other.id}.css" in text
        assert "@" + sender.partition("@")[2] in text

    def test_is_closed_to_everybody_else(self, client: Client, coop: cast.Coop) -> None:
        for page in ("/registration", "/registration/confirmation"):
            answer = client.get(page)
            assert answer.status_code == 403
            assert "登録の受付時間が過ぎました" in answer.text

    def test_closes_when_one_does_not_want_to_go_on(self, form: Client) -> None:
        assert press(form, "cancel").headers["Location"] == "/"
        assert form.get("/registration").status_code == 403
        assert not RegistrationTicket.objects.exists()

    def test_asks_for_every_item_and_keeps_what_was_typed(self, form: Client) -> None:
        answer = press(form, "confirm", kana="", consent="", mail="")
        assert answer.status_code == 422
        for asked in ("フリガナを入力", "メールアドレスを入力", "利用規約をお読みになり"):
            assert asked in answer.text
        assert 'value="hanako.t"' in form.get("/registration").text

    def test_never_shows_a_password_but_remembers_it(self, form: Client) -> None:
        answer = press(form, "confirm", kana="")
        assert cast.PASSWORD not in answer.text
        again = form.get("/registration").text
        assert cast.PASSWORD not in again
        assert "入力済みです" in again
        assert cast.PASSWORD not in str(RegistrationTicket.objects.values().get())

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"login_id": "hana"}, "6〜32文字"),
            ({"login_id": "hanako😀😀"}, "半角の英字・数字"),
            ({"login_id": "210125000002"}, "組合員番号は使えません"),
            ({"login_id": "administrator"}, "このIDはお使いいただけません"),
            ({"password": "password1"}, "よく使われていて"),
            ({"password": "hana20060402"}, "生年月日・電話番号"),
            ({"password": "short"}, "8文字以上"),
            ({"mail": "hanako"}, "メールアドレスの形"),
            ({"mail": "a@mail.example\r\nBcc: b@mail.example"}, "1行で"),
            ({"kana": "花子"}, "カタカナで"),
            ({"kana": "ア" * 10_000}, "100"),
            ({"kana": "ア\0"}, "入力内容をご確認ください"),
        ],
    )
    def test_says_what_is_wrong_under_the_field(
        self, form: Client, wrong: Mapping[str, str], said: str
    ) -> None:
        answer = press(form, "confirm", **wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert "入力内容をご確認ください" in answer.text

    def test_says_that_an_id_is_taken(self, form: Client, coop: cast.Coop) -> None:
        cast.full_login(cast.taro(coop), login_id="hanako.t")
        assert "すでに使われています" in press(form, "confirm").text

    def test_refuses_a_kept_password_that_becomes_the_login_id(self, form: Client) -> None:
        press(form, "mail_test", password="sazanka-2026", login_id="hanako.t")
        answer = press(form, "confirm", password="", login_id="sazanka-2026")
        assert "ログインIDを含むパスワードは使えません。" in answer.text


class TestMailTest:
    def test_sends_a_mail_and_loses_nothing(self, form: Client) -> None:
        answer = press(form, "mail_test", consent="", code="")
        assert answer.headers["Location"] == "/registration#mail-test"
        text = form.get("/registration").text
        for kept in ("ツガル ハナコ", "090-1234-5678", "hanako.t", forms.ADDRESS, "入力済みです"):
            assert kept in text
        assert "確認コード" in text
        assert Message.objects.get().to_address == forms.ADDRESS

    def test_judges_nothing_but_the_address(self, form: Client) -> None:
        press(form, "mail_test", kana="", second_proof="", login_id="", password="", consent="")
        assert Message.objects.exists()

    @pytest.mark.parametrize("address", ["", "hanako", "a@mail.example, b@mail.example"])
    def test_sends_nothing_to_what_is_no_address(self, form: Client, address: str) -> None:
        answer = press(form, "mail_test", mail=address)
        assert answer.status_code == 422
        assert not Message.objects.exists()

    def test_warns_about_an_old_carriers_address(self, form: Client) -> None:
        press(form, "mail_test", mail="hanako..t@docomo.ne.jp")
        assert "届かないことがあります" in form.get("/registration").text
        assert Message.objects.get().to_address == "hanako..t@docomo.ne.jp"

    def test_is_refused_the_fourth_time(self, form: Client) -> None:
        for _ in range(3):
            press(form, "mail_test")
        assert press(form, "mail_test").status_code == 429
        assert Message.objects.count() == 3

    @pytest.mark.parametrize(
        ("state", "error", "said"),
        [
            ("queued", "", "送信しています"),
            ("sent", "", "送信しました"),
            ("queued", "450 later", "自動で送り直します"),
            ("refused", "550 no such user", "この宛先は見つからない"),
        ],
    )
    def test_shows_where_the_mail_is(self, form: Client, state: str, error: str, said: str) -> None:
        press(form, "mail_test")
        row = Message.objects.get()
        Message.objects.update(
            state=state, last_error=error, sent_at=row.created_at if state == "sent" else None
        )
        for page in ("/registration", "/registration/mail-test"):
            text = form.get(page).text
            assert said in text
            assert not error or (error in text) == (state == "refused")


class TestMailProof:
    def test_changes_nothing_when_it_is_only_opened(self, form: Client) -> None:
        press(form, "mail_test")
        for scanner in (Client(), form):
            assert scanner.get(mailed_link()).status_code == 200
            assert scanner.head(mailed_link()).status_code == 200
        assert MailProof.objects.get().proven_at is None

    def test_proves_the_address_at_the_press_of_its_button(self, form: Client) -> None:
        press(form, "mail_test")
        phone = Client()
        assert "メールアドレスを確認しました" in phone.post(mailed_link()).text
        assert "✓ hanako@mail.example" in form.get("/registration").text
        assert phone.post(mailed_link()).status_code == 410
        assert phone.get(mailed_link()).status_code == 410

    def test_says_nothing_of_whose_it_is(self, form: Client, hanako: cast.Person) -> None:
        press(form, "mail_test")
        text = Client().get(mailed_link()).text
        for told in (hanako.name, hanako.member_number, forms.ADDRESS):
            assert told not in text


class TestConfirm:
    def test_needs_the_code(self, form: Client) -> None:
        assert "「メール送信テスト」を押し" in press(form, "confirm").text
        press(form, "mail_test")
        assert "6桁の確認コードを入力してください" in press(form, "confirm").text
        wrong = f"{(int(mailed_code()) + 1) % 1_000_000:06}"
        assert "確認コードが違います" in press(form, "confirm", code=wrong).text
        right = press(form, "confirm", code=mailed_code())
        assert right.headers["Location"] == "/registration/confirmation"

    def test_needs_the_members_own_proofs(self, form: Client) -> None:
        press(form, "mail_test")
        answer = press(form, "confirm", code=mailed_code(), kana="イワキ タロウ", second_proof="1")
        assert answer.status_code == 422
        assert "生協にお届けのフリガナと違います" in answer.text
        assert "生協にお届けの内容と違います" in answer.text
        assert form.get("/registration/confirmation").headers["Location"] == "/registration"

    def test_shows_everything_once_more_but_the_password(self, form: Client) -> None:
        text = self.confirmed(form).get("/registration/confirmation").text
        for shown in ("ツガル ハナコ", "hanako.t", forms.ADDRESS):
            assert shown in text
        assert cast.PASSWORD not in text

    def test_registers_and_lets_in(self, form: Client) -> None:
        self.confirmed(form)
        done = form.post("/registration/confirmation")
        assert done.headers["Location"] == "/registration/done"
        assert "本登録が完了しました" in form.get("/registration/done").text
        let_in = form.post("/", {"login_id": "hanako.t", "password": cast.PASSWORD})
        assert let_in.headers["Location"] == "/home"

    def test_says_so_when_it_is_pressed_again(self, form: Client) -> None:
        self.confirmed(form)
        form.post("/registration/confirmation")
        for again in (form.post("/registration/confirmation"), form.get("/registration")):
            assert again.status_code == 409
            assert "お客様は既に本登録が完了しています" in again.text
        assert FullRegistration.objects.count() == 1

    def test_goes_back_when_somebody_took_the_id_meanwhile(
        self, form: Client, coop: cast.Coop
    ) -> None:
        self.confirmed(form)
        cast.full_login(cast.taro(coop), login_id="hanako.t")
        answer = form.post("/registration/confirmation")
        assert answer.status_code == 422
        assert "すでに使われています" in answer.text

    def test_needs_the_forms_token(self, form: Client) -> None:
        self.confirmed(form)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = form.cookies
        assert strict.post("/registration/confirmation").status_code == 403
        assert not FullRegistration.objects.exists()

    def confirmed(self, form: Client) -> Client:
        press(form, "mail_test")
        press(form, "confirm", code=mailed_code())
        return form


class TestEnglish:
    def test_is_spoken_by_the_form_and_its_mail(self, form: Client) -> None:
        form.cookies["kumiai-language"] = "en"
        press(form, "mail_test")
        assert "Send a test mail" in form.get("/registration").text
        assert "Verification code" in Message.objects.get().body
