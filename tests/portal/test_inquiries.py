"""The inquiry form through the pages: open to all, closed to programs that fill in everything."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from kumiai.inquiries.models import Inquiry
from kumiai.kit import clock
from kumiai.portal import stamps
from tests import cast
from tests.portal import sessions

FILLED = {
    "kind": "member_number",
    "name": "津軽　花子",
    "member_number": "",
    "mail": "hanako@mail.example",
    "text": "組合員番号がわかりません。",
    "website": "",
}


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


def stamp(seconds_ago: int = 60) -> str:
    return stamps.new_stamp(at=clock.now() - timedelta(seconds=seconds_ago))


def send(client: Client, **changes: str) -> Any:
    return client.post("/inquiries/new", FILLED | {"stamp": stamp()} | changes)


def stamp_in(text: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', text)
    assert found
    return found[1]


class TestForm:
    def test_is_open_without_a_login(self, client: Client, coop: cast.Coop) -> None:
        text = client.get("/inquiries/new").text
        assert "TEL 0172-34-4806" in text
        for kind in ("メールアドレス変更", "組合員番号の確認", "組合員証の紛失・盗難", "その他"):
            assert kind in text

    def test_knows_what_the_link_says(self, client: Client, coop: cast.Coop) -> None:
        chosen = r'value="lost_card"[^>]*checked'
        assert re.search(chosen, client.get("/inquiries/new?kind=lost_card").text)
        assert "checked" not in client.get("/inquiries/new?kind=<script>").text

    def test_knows_who_is_logged_in(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        text = sessions.client_of(hanako).get("/inquiries/new").text
        assert hanako.name in text
        assert hanako.member_number in text

    def test_is_503_where_no_coop_is_yet(self, client: Client, db: None) -> None:
        assert client.get("/inquiries/new").status_code == 503

    def test_speaks_english(self, client: Client, coop: cast.Coop) -> None:
        client.cookies["kumiai-language"] = "en"
        assert "What is your inquiry about?" in client.get("/inquiries/new").text


class TestSend:
    def test_is_taken_in(self, client: Client, coop: cast.Coop) -> None:
        answer = send(client, member_number="２１０１-2500-0001", mail=" hanako@MAIL.example ")
        assert answer.headers["Location"] == "/inquiries/sent"
        assert "お問い合せを受け付けました" in client.get("/inquiries/sent").text
        row = Inquiry.objects.get()
        assert (row.coop_id, row.member_number) == (2101, "210125000001")
        assert row.mail == "hanako@mail.example"

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"kind": "gift"}, "お問い合せの種類を選んでください"),
            ({"name": " "}, "お名前を入力してください"),
            ({"name": "花子\r\nBcc: all@mail.example"}, "お名前は1行で"),
            ({"name": "花" * 10_000}, "100"),
            ({"mail": "hanako"}, "メールアドレスの形"),
            ({"mail": "a@mail.example\nBcc: b@mail.example"}, "1行で"),
            ({"mail": "a@mail.example,b@mail.example"}, "メールアドレスの形"),
            ({"member_number": "2101"}, "半角数字12桁で"),
            ({"text": ""}, "お問い合せの内容を入力してください"),
            ({"text": "あ" * 4001}, "4000"),
            ({"text": "あ\x1bい"}, "使えない文字"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_rest(
        self, client: Client, coop: cast.Coop, wrong: dict[str, str], said: str
    ) -> None:
        answer = send(client, **wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert not Inquiry.objects.exists()
        kept = "組合員番号がわかりません。" if "text" not in wrong else "hanako@mail.example"
        assert kept in answer.text

    def test_takes_one_of_a_form_that_is_sent_twice(self, client: Client, coop: cast.Coop) -> None:
        same = stamp()
        for _ in range(2):
            assert send(client, stamp=same).headers["Location"] == "/inquiries/sent"
        assert Inquiry.objects.count() == 1

    def test_says_until_when_to_wait(self, client: Client, coop: cast.Coop) -> None:
        for _ in range(3):
            send(client)
        answer = send(client)
        assert answer.status_code == 429
        assert "お電話でお問い合せください" in answer.text

    def test_needs_the_forms_token(self, coop: cast.Coop) -> None:
        assert send(Client(enforce_csrf_checks=True)).status_code == 403


class TestStamp:
    def test_is_taken_once_somebody_can_have_read_the_form(
        self, client: Client, coop: cast.Coop
    ) -> None:
        with time_machine.travel(clock.now(), tick=False) as travelling:
            fresh = stamp_in(client.get("/inquiries/new").text)
            answer = send(client, stamp=fresh)
            assert answer.status_code == 422
            assert "数秒おいて" in answer.text
            assert stamp_in(answer.text) == fresh
            travelling.shift(timedelta(seconds=2))
            assert send(client, stamp=fresh).headers["Location"] == "/inquiries/sent"

    @pytest.mark.parametrize("forged", ["", "x", "WyJ4IiwxXQ:abc:def"])
    def test_is_ours(self, client: Client, coop: cast.Coop, forged: str) -> None:
        answer = send(client, stamp=forged)
        assert answer.status_code == 422
        assert stamp_in(answer.text) != forged
        assert not Inquiry.objects.exists()

    def test_is_given_anew_after_a_day(self, client: Client, coop: cast.Coop) -> None:
        old = stamp(24 * 60 * 60 + 1)
        answer = send(client, stamp=old)
        assert "時間がたったため" in answer.text
        assert stamp_in(answer.text) != old


class TestFieldNobodySees:
    def test_is_left_empty_by_people(self, client: Client, coop: cast.Coop) -> None:
        answer = send(client, website="https://spam.example")
        assert answer.status_code == 422
        assert "spam.example" not in answer.text
        assert not Inquiry.objects.exists()
