"""The history: months, tabs, what a purchase tells, whose it is, and what it costs."""

import re
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.kit import clock
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of

QUERIES_MAX = 8
TABS = ("all", "food", "learning", "top-ups", "prepaid")
# What a month's prepaid movements come to, and what the purse held when it began.
MONTH_OF_PREPAID = """
    SELECT coalesce(sum(CASE WHEN transfer.credit_account_id = purse.id
            THEN transfer.amount ELSE -transfer.amount END)
            FILTER (WHERE transfer.posted_at < %(since)s), 0),
        coalesce(sum(CASE WHEN transfer.credit_account_id = purse.id
            THEN transfer.amount ELSE -transfer.amount END)
            FILTER (WHERE transfer.posted_at < %(before)s), 0)
    FROM ledger_account AS purse
    LEFT JOIN ledger_transfer AS transfer
        ON purse.id IN (transfer.credit_account_id, transfer.debit_account_id)
    WHERE purse.holder_id = %(member)s AND purse.kind = 'PREPAID'
"""
SALES_OF_MONTH = """
    SELECT coalesce(sum(transfer.amount), 0), count(DISTINCT entry.id)
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    WHERE entry.holder_id = %(member)s AND credit.kind = 'SALES'
        AND entry.posted_at >= %(since)s AND entry.posted_at < %(before)s
"""


def text_of(client: Client, **query: str) -> str:
    answer = client.get("/purchases", query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def month_of(at: datetime) -> str:
    return f"{at.astimezone(clock.TOKYO):%Y-%m}"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


class TestMonths:
    @pytest.mark.parametrize("seed", range(3))
    def test_add_up_to_what_the_ledger_has(
        self, coop: cast.Coop, hanako: cast.Person, seed: int
    ) -> None:
        history.Life(hanako, coop, Random(seed)).live()
        history.Life(cast.taro(coop), coop, Random(seed + 100)).live()
        client = client_of(hanako)
        for back in range(4):
            since = (history.midnight().replace(day=15) - timedelta(days=30 * back)).replace(day=1)
            before = (since + timedelta(days=32)).replace(day=1)
            month = {"member": hanako.id, "since": since, "before": before}
            with connection.cursor() as cursor:
                cursor.execute(SALES_OF_MONTH, month)
                sales = cursor.fetchone()
                cursor.execute(MONTH_OF_PREPAID, month)
                opening, closing = cursor.fetchone()
            bought = client.get("/purchases", {"month": month_of(since)}).context
            assert (bought["total_yen"], bought["count"]) == sales
            assert bought["total_yen"] == sum(yen for _, yen in bought["sums"])
            told = client.get("/purchases", {"tab": "prepaid", "month": month_of(since)}).context
            assert (told["story"].opening_yen, told["story"].closing_yen) == (opening, closing)
            came_in = told["total_yen"] - told["repaid_yen"]
            assert opening + came_in - told["paid_yen"] == closing

    def test_begin_with_this_one_and_go_back_thirteen(self, hanako: cast.Person) -> None:
        months = client_of(hanako).get("/purchases").context["months"]
        assert months.shown == months.choices[0] == history.midnight().date().replace(day=1)
        assert len(months.choices) == 13
        assert months.later is None

    def test_that_are_not_shown_lead_to_the_nearest(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        first = client.get("/purchases").context["months"].choices[-1]
        for asked, led_to in (("1999-01", first), ("2999-12", history.midnight())):
            answer = client.get("/purchases", {"month": asked})
            assert answer.headers["Location"] == f"/purchases?tab=all&month={led_to:%Y-%m}"

    @pytest.mark.parametrize(
        "month", ["", "2026", "2026-13", "2026-00", "0000-01", "2026-1", "２０２６-０１", "x", "\0"]
    )
    def test_that_never_were_are_not_found(self, hanako: cast.Person, month: str) -> None:
        assert client_of(hanako).get("/purchases", {"month": month}).status_code == 404

    def test_without_anything_say_what_to_do(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        for tab in TABS:
            page = text_of(client, tab=tab)
            assert "ここに表示されます" in page
            assert "の履歴を見る" in page

    def test_go_back_to_the_first_purchase_for_learning(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        book = money.line("線形代数", yen=2200, genre="books", code="9784130629096")
        at = cast.LONG_AGO + timedelta(days=3)
        money.ring_up(hanako, book, till=coop.till, at=at, tenders=("cash",))
        client, month = client_of(hanako), month_of(at)
        assert "線形代数" in text_of(client, tab="learning", month=month)
        answer = client.get("/purchases", {"tab": "all", "month": month})
        assert (answer.status_code == 302) == (
            clock.tokyo_date(clock.now()) - at.date() > timedelta(days=400)
        )


class TestTabs:
    def test_that_are_not_there_are_not_found(self, hanako: cast.Person) -> None:
        assert client_of(hanako).get("/purchases", {"tab": "secrets"}).status_code == 404

    def test_of_a_kind_count_its_lines_only(self, coop: cast.Coop, hanako: cast.Person) -> None:
        book = money.line("線形代数", yen=2200, genre="books", code="9784130629096")
        money.ring_up(
            hanako, money.line(yen=480), book, till=coop.till, at=clock.now(), tenders=("cash",)
        )
        client = client_of(hanako)
        totals = {tab: client.get("/purchases", {"tab": tab}).context["total_yen"] for tab in TABS}
        assert totals == {"all": 2680, "food": 480, "learning": 2200, "top-ups": 0, "prepaid": 0}


class TestPurchase:
    def test_tells_lines_tenders_points_and_what_was_left(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        at = history.midnight()
        money.top_up(hanako, till=coop.till, yen=3000, at=at)
        money.earn_points(hanako, till=coop.till, tenths=1990, at=at)
        money.pay_slip(hanako, yen=500, paid_on=at.date(), available_on=at.date(), at=at)
        money.ring_up(
            hanako,
            money.line(yen=480),
            money.line("緑茶", yen=260, quantity=2, tax_rate=8),
            till=coop.till,
            at=clock.now(),
            collect=True,
            receipt_number="0001-0123",
        )
        page = text_of(client_of(hanako))
        for words in (
            "唐揚げ丼 1 10% 480円",
            "緑茶 ※ 2 8% 260円",
            "お支払い Pico 740円",
            "獲得ポイント 3.7ポイント",
            "200ポイント → 200円チャージ",
            "レジでの受け取り 500円",
            "お買い物後のプリペイド残高 2,960円",
            "レシート番号 0001-0123",
            "※は軽減税率の対象です。",
            "FERIO",
        ):
            assert words in page, words

    def test_tells_of_a_shortfall_and_its_end(self, coop: cast.Coop, hanako: cast.Person) -> None:
        at = history.midnight()
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=at, offline=True)
        money.top_up(hanako, till=coop.till, yen=1000, at=clock.now())
        client = client_of(hanako)
        assert "残高の不足（あとから差し引き） 480円" in text_of(client)
        story = text_of(client, tab="prepaid")
        assert "残高の不足 FERIO 480円 残りの不足 480円" in story
        assert "不足分のお支払い FERIO 480円 残りの不足 0円" in story
        assert "チャージ FERIO +520円 残高 520円" in story
        assert "うち不足分のお支払い 480円" in story
        assert client.get("/purchases", {"tab": "top-ups"}).context["total_yen"] == 1000

    def test_tells_what_was_taken_back_of_it(self, coop: cast.Coop, hanako: cast.Person) -> None:
        now = clock.now()
        lines = (money.line("唐揚げ丼", yen=480), money.line("六法全書", yen=5000, genre="books"))
        sale = money.ring_up(hanako, *lines, till=coop.till, at=now, tenders=("cash",))
        client = client_of(hanako)
        assert "返品・取消" not in text_of(client)
        money.reverse(sale, (2, 1), till=coop.till, at=now)
        told = text_of(client)
        assert "（返品・取消あり） 480円" in told
        assert "六法全書 うち1点 5,000円を返品・取消" in told
        assert "FERIO 現金 5,000円 5,000円 −150ポイント" in told

    def test_tells_which_top_up_was_taken_back(self, coop: cast.Coop, hanako: cast.Person) -> None:
        now, client = clock.now(), client_of(hanako)
        money.top_up(hanako, till=coop.till, yen=1000, at=now)
        wrong = money.top_up(hanako, till=coop.till, yen=5000, at=now)
        money.reverse(wrong, till=coop.till, at=now)
        told = client.get("/purchases", {"tab": "top-ups"})
        assert told.text.count("に取消") == 1
        assert (told.context["total_yen"], told.context["count"]) == (1000, 3)
        assert dict(told.context["sums"]) == {"チャージ": 6000, "返品・取消": -5000}

    def test_that_gave_prepaid_money_back_is_no_top_up(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        now = clock.now()
        money.top_up(hanako, till=coop.till, yen=1000, at=now)
        sale = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=now)
        money.reverse(sale, till=coop.till, at=now)
        told = client_of(hanako).get("/purchases", {"tab": "top-ups"}).context
        assert (told["total_yen"], told["count"]) == (1000, 1)

    def test_escapes_what_a_till_sent(self, coop: cast.Coop, hanako: cast.Person) -> None:
        evil = money.line("<script>alert(1)</script>", yen=480)
        money.ring_up(hanako, evil, till=coop.till, at=clock.now(), tenders=("cash",))
        assert "<script>alert" not in client_of(hanako).get("/purchases").text


class TestWhose:
    def test_is_asked_at_the_login_page(self, client: Client, coop: cast.Coop) -> None:
        answer = client.get("/purchases", {"tab": "food"})
        assert answer.headers["Location"] == "/?next=%2Fpurchases%3Ftab%3Dfood"

    def test_is_the_members_own_and_nobody_elses(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        other = cast.other_coop()
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=clock.now(), tenders=["cash"])
        assert "唐揚げ丼" in text_of(client_of(hanako))
        for stranger in (cast.taro(coop), cast.jiro(other)):
            client = client_of(stranger)
            for tab in TABS:
                assert "唐揚げ丼" not in text_of(client, tab=tab, member=str(hanako.id))

    def test_shows_a_guardian_what_the_co_op_lets_them_see(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        other = cast.other_coop(guardian_sees="totals")
        jiro = cast.jiro(other)
        for person, till in ((hanako, coop.till), (jiro, other.till)):
            money.ring_up(person, money.line(yen=480), till=till, at=clock.now(), tenders=["cash"])
        assert "唐揚げ丼" in text_of(client_of(hanako, kind="guardian"))
        client = client_of(jiro, kind="guardian")
        page = text_of(client)
        assert "唐揚げ丼" not in page
        assert "480円" in page
        assert [client.get("/purchases", {"tab": tab}).status_code for tab in TABS] == [
            200, 403, 403, 403, 403,
        ]  # fmt: skip
        assert "?tab=prepaid" not in client.get("/home").text


class TestCost:
    @pytest.mark.parametrize("tab", TABS)
    def test_does_not_grow_with_the_history(
        self, coop: cast.Coop, hanako: cast.Person, tab: str
    ) -> None:
        client = client_of(hanako)
        money.top_up(
            hanako, till=coop.top_up_machine, yen=1000, at=clock.now() - timedelta(days=30)
        )
        counts = []
        for more in (3, 300):
            history.buy_often(hanako, coop, more, last=clock.now())
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/purchases", {"tab": tab}).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= QUERIES_MAX
