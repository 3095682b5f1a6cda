"""A purchase as a receipt to be printed: what an invoice must name, and whose it is."""

import re

import pytest
from django.test import Client

from kumiai.kit import clock, ids
from tests import cast, money
from tests.portal.sessions import client_of


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def path(coop: cast.Coop, hanako: cast.Person) -> str:
    """Where the receipt of a bowl and two bottles of tea is."""
    at = clock.now()
    money.top_up(hanako, till=coop.till, yen=600, at=at)
    lines = (
        money.line("唐揚げ丼", yen=480),
        money.line("緑茶", yen=260, quantity=2, tax_rate=8),
        money.line("切手", yen=84, genre="other", tax_rate=0),
    )
    sale = money.ring_up(
        hanako,
        *lines,
        till=coop.till,
        at=at,
        tenders=("prepaid", "cash"),
        receipt_number="0001-0123",
        cashier="07",
    )
    return f"/purchases/{sale['id']}/receipt"


class TestReceipt:
    def test_names_what_an_invoice_must(self, hanako: cast.Person, path: str) -> None:
        page = text_of(client_of(hanako), path)
        for words in (
            "適格簡易請求書",
            "弘前大学生活協同組合 登録番号 T0000000002101",
            "FERIO",
            "唐揚げ丼 1 480円",
            "緑茶 ※ 2 260円",
            "合計 824円",
            "10%対象 480円 （うち消費税43円）",
            "8%対象 ※ 260円 （うち消費税19円）",
            "非課税・対象外 84円",
            "お支払い（Pico） 600円",
            "お支払い（現金） 224円",
            "レシート番号 0001-0123",
            "担当 07",
            "※は軽減税率の対象です。",
        ):
            assert words in page, words

    def test_tells_what_was_taken_back_since(
        self, coop: cast.Coop, hanako: cast.Person, path: str
    ) -> None:
        client = client_of(hanako)
        assert "返品・取消しました" not in text_of(client, path)
        money.reverse({"id": path.split("/")[2]}, (1, 1), till=coop.till, at=clock.now())
        assert "に480円を返品・取消しました" in text_of(client, path)

    def test_is_led_to_from_the_history(self, hanako: cast.Person, path: str) -> None:
        assert f'href="{path}"' in client_of(hanako).get("/purchases").text

    def test_is_nobody_elses_and_looks_as_unknown_as_what_never_was(
        self, coop: cast.Coop, path: str
    ) -> None:
        never = f"/purchases/{ids.uuid7()}/receipt"
        for stranger in (cast.taro(coop), cast.jiro(cast.other_coop())):
            client = client_of(stranger)
            answers = [client.get(each) for each in (path, never)]
            assert [answer.status_code for answer in answers] == [404, 404]
            his, nobodys = (re.sub(r"<[^>]+>", "", answer.text) for answer in answers)
            assert his == nobodys
            assert client.get("/purchases/1/receipt").status_code == 404

    def test_of_a_top_up_is_none(self, coop: cast.Coop, hanako: cast.Person) -> None:
        top_up = money.top_up(hanako, till=coop.till, yen=1000, at=clock.now())
        assert client_of(hanako).get(f"/purchases/{top_up['id']}/receipt").status_code == 404

    def test_is_the_guardians_only_where_single_purchases_are_shared(
        self, coop: cast.Coop, hanako: cast.Person, path: str
    ) -> None:
        assert "唐揚げ丼" in text_of(client_of(hanako, kind="guardian"), path)
        other = cast.other_coop(guardian_sees="totals")
        jiro = cast.jiro(other)
        bowl = money.line(yen=480)
        sale = money.ring_up(jiro, bowl, till=other.till, at=clock.now(), tenders=("cash",))
        guardian = client_of(jiro, kind="guardian")
        assert guardian.get(f"/purchases/{sale['id']}/receipt").status_code == 403
