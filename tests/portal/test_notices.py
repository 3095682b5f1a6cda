"""The pages of notices: unread first, one's own only, and read once they are opened."""

import re
from typing import Any

import pytest
from django.test import Client

from kumiai.kit import clock
from kumiai.notices import actions
from kumiai.notices.models import NoticeReading
from kumiai.notices.rules import Audience, Readers
from tests import cast
from tests.notices.notes import draft
from tests.portal.sessions import client_of


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def publish(coop: cast.Coop, **changes: Any) -> int:
    at = clock.now()
    asked = draft(**{"starts_at": at, **changes})
    return actions.publish(coop_id=coop.id, draft=asked, by=cast.OPERATOR, at=at)


def for_her(hanako: cast.Person, readers: Readers = Readers.MEMBERS) -> dict[str, Any]:
    ids = frozenset({hanako.id})
    return {"audience": Audience.MEMBERS, "readers": readers, "member_ids": ids}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


class TestNotices:
    def test_are_counted_in_the_menu_and_on_the_top_page(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        client = client_of(hanako)
        assert "未読" not in text_of(client, "/home")
        publish(coop)
        publish(coop, title="花子さんへ", **for_her(hanako))
        assert "お知らせ 未読 2" in text_of(client, "/home")
        assert "未読2件" in text_of(client, "/home")
        assert "2件のうち、2件をまだ" in text_of(client, "/notices")

    def test_turn_pages(self, coop: cast.Coop, hanako: cast.Person) -> None:
        for number in range(21):
            publish(coop, title=f"お知らせ{number:02}")
        client = client_of(hanako)
        assert "お知らせ00" not in text_of(client, "/notices")
        assert "お知らせ00" in text_of(client, "/notices?page=2")
        for page in ("3", "0", "-1", "x", "１", "9" * 40):
            assert client.get("/notices", {"page": page}).status_code == 404, page

    def test_speak_english_where_they_can(self, coop: cast.Coop, hanako: cast.Person) -> None:
        publish(coop, title="二か国語", title_english="Both", text_english="Closed.")
        publish(coop, title="日本語だけ")
        client = client_of(hanako)
        client.cookies["kumiai-language"] = "en"
        page = client.get("/notices").text
        assert "Both" in page
        assert "二か国語" not in page
        assert re.search(r'lang="ja"[^>]*>日本語だけ', page)


class TestNotice:
    def test_is_read_once_it_is_opened(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop, text="一行目\n<b>二行目</b>")
        client = client_of(hanako)
        page = client.get(f"/notices/{notice_id}").text
        assert "一行目<br>&lt;b&gt;二行目" in page
        assert NoticeReading.objects.get().reader == "member"
        assert "未読" not in text_of(client, "/home")
        assert "お知らせ 未読 1" in text_of(client_of(hanako, kind="guardian"), "/home")

    def test_is_not_read_by_a_browser_that_fetches_ahead(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        notice_id = publish(coop)
        client = client_of(hanako)
        ahead = client.get(f"/notices/{notice_id}", headers={"Sec-Purpose": "prefetch;prerender"})
        assert (ahead.status_code, client.head(f"/notices/{notice_id}").status_code) == (200, 200)
        assert not NoticeReading.objects.exists()

    def test_of_somebody_else_is_not_there(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop, **for_her(hanako))
        strangers = [
            client_of(cast.taro(coop)),
            client_of(cast.jiro(cast.other_coop())),
            client_of(hanako, kind="guardian"),
        ]
        answers = [client.get(f"/notices/{notice_id}") for client in strangers]
        answers.append(strangers[0].get("/notices/999999"))
        assert [answer.status_code for answer in answers] == [404] * 4
        assert client_of(hanako).get(f"/notices/{notice_id}").status_code == 200

    @pytest.mark.parametrize("number", [0, 2**63, 10**30])
    def test_that_never_was_is_not_there(self, hanako: cast.Person, number: int) -> None:
        assert client_of(hanako).get(f"/notices/{number}").status_code == 404

    def test_to_both_is_the_guardians_too(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop, **for_her(hanako, Readers.BOTH))
        page = text_of(client_of(hanako, kind="guardian"), f"/notices/{notice_id}")
        assert "保護者の方へ" in page

    def test_is_asked_for_at_the_login_page(self, coop: cast.Coop, client: Client) -> None:
        assert client.get("/notices/1").headers["Location"] == "/?next=%2Fnotices%2F1"
