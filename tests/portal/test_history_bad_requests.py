"""Addresses nobody was given: months that never were, what is not there, in both languages."""

import pytest

from tests import cast
from tests.portal.sessions import client_of

NEVER_WERE = [
    "/purchases?month=2026-13",
    "/purchases?month=this",
    "/purchases?month=2026-11&tab=secrets",
    "/purchases?store=%00",
    "/purchases.csv?month=1999-01",
    "/purchases.csv?encoding=utf-16",
    "/purchases/01a21352-1d11-7546-88bb-d2e5e314e32b/receipt",
    "/purchases/1/receipt",
    "/purchases/totals/2026",
]


@pytest.fixture
def hanako(db: None) -> cast.Person:
    return cast.hanako(cast.coop_2101())


class TestAddresses:
    @pytest.mark.parametrize("path", NEVER_WERE)
    @pytest.mark.parametrize(
        ("language", "words"),
        [("ja", "ページが見つかりません"), ("en", "not found")],
    )
    @pytest.mark.parametrize("kind", ["member", "guardian"])
    def test_that_never_were_are_not_found_by_anybody(
        self, hanako: cast.Person, path: str, language: str, words: str, kind: str
    ) -> None:
        client = client_of(hanako, kind=kind)
        client.cookies["kumiai-language"] = language
        answer = client.get(path)
        assert answer.status_code == 404
        assert words in answer.text

    @pytest.mark.parametrize("path", ["/prepaid", "/debt", "/graduation", "/purchases/totals"])
    def test_are_read_only_and_need_a_login(self, hanako: cast.Person, path: str) -> None:
        client = client_of(hanako)
        assert client.post(path).status_code == 405
        client.cookies.clear()
        assert client.get(path).headers["Location"].startswith("/?next=")
