"""The demo's mailbox page, over the files the demo's mail server keeps."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kumiai.kit import environment
from kumiai.kit.clock import TOKYO
from kumiai.mail import smtp
from tests import cast

NOON = datetime(2026, 4, 6, 12, tzinfo=TOKYO)


@pytest.fixture
def folder(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo's mailbox without mails."""
    cast.coop_2101()
    settings.DEMO = True
    monkeypatch.setenv("KUMIAI_DATA", str(tmp_path))
    folder = environment.data_folder() / "demo-mailbox"
    folder.mkdir()
    return folder


def keep(folder: Path, name: str, *, age: int = 0, **said: str) -> None:
    texts = {"subject": "テストメール", "body": "本文です。", "to_address": "hanako@mail.example"}
    letter = smtp.Letter(
        message_id="<1@klas.example>",
        from_address="mypage@klas.example",
        from_name="弘前大学生協",
        created_at=NOON,
        **(texts | said),
    )
    file = folder / f"{name}.eml"
    file.write_bytes(smtp.compose(letter))
    os.utime(file, (NOON.timestamp() - age,) * 2)


class TestMailbox:
    def test_says_what_to_do_while_it_is_empty(self, client: Client, folder: Path) -> None:
        assert "まだメールはありません" in client.get("/demo/mailbox").text

    def test_shows_the_newest_first(self, client: Client, folder: Path) -> None:
        keep(folder, "a", subject="新しい")
        keep(folder, "b", subject="古い", age=60)
        text = client.get("/demo/mailbox").text
        assert 0 < text.index("新しい") < text.index("古い")
        assert "hanako@mail.example" in text
        assert "2026年4月6日（月） 12:00" in text

    def test_makes_addresses_links(self, client: Client, folder: Path) -> None:
        keep(folder, "a", body="続きは\nhttp://127.0.0.1:8000/registration/mail-proof/x_-9\nまで")
        link = "http://127.0.0.1:8000/registration/mail-proof/x_-9"
        assert f'<a href="{link}">{link}</a>' in client.get("/demo/mailbox").text

    def test_lets_no_markup_through(self, client: Client, folder: Path) -> None:
        keep(folder, "a", subject="<b>件名</b>", body="<script>x</script> http://a/<b>")
        text = client.get("/demo/mailbox").text
        for markup in ("<b>件名", "<script>x", 'href="http://a/<b>'):
            assert markup not in text

    def test_shows_old_carriers_addresses(self, client: Client, folder: Path) -> None:
        keep(folder, "a", to_address="a..b.@docomo.ne.jp")
        assert "a..b.@docomo.ne.jp" in client.get("/demo/mailbox").text

    def test_takes_no_harm_from_what_is_no_mail(self, client: Client, folder: Path) -> None:
        (folder / "junk.eml").write_bytes(b"\xff\xfe\x00 no header at all")
        assert client.get("/demo/mailbox").status_code == 200

    def test_is_not_there_without_a_demo(
        self, client: Client, folder: Path, settings: Settings
    ) -> None:
        settings.DEMO = False
        assert client.get("/demo/mailbox").status_code == 404
