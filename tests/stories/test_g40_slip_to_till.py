"""Guide row G40: a payment slip, from the post office's file to prepaid money at a till."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.stories import baskets
from tests.stories.browser import card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.servers import now

HEADER = "払込日,金額,組合員番号,払込票番号,払込人"
COLLECTIONS = "/v1/collections"


def take_in(
    world: World,
    folder: Path,
    hanako: Registered,
    *,
    paid_on: date,
    yen: int,
    reference: str = "A1",
) -> str:
    """What the office does with the post office's file; what the command says."""
    path = folder / "slips.csv"
    line = f"{paid_on},{yen},{hanako.person.member_number},{reference},ツガル ハナコ"
    path.write_bytes(f"{HEADER}\r\n{line}\r\n".encode("cp932"))
    done = subprocess.run(
        [sys.executable, "-m", "kumiai.cli", "import", "slips", str(path)],
        env=os.environ | {"DATABASE_URL": world.database.url},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


class TestPaymentSlip:
    def test_becomes_prepaid_money_at_a_till(
        self, world: World, page: Page, hanako: Registered, tmp_path: Path
    ) -> None:
        body = {"card": hanako.person.card}
        told = take_in(world, tmp_path, hanako, paid_on=now().date() - timedelta(8), yen=20_000)
        assert "1件 20,000円" in told
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).not_to_contain_text("20,000円")
        waiting = card(page, "未受取プリペイド残高")
        expect(waiting).to_contain_text("20,000円はいま受け取れます")
        expect(waiting).to_contain_text("FERIO・SHAREA")
        elsewhere = world.servers.post(world.coop.cafeteria_till, COLLECTIONS, body)
        assert (elsewhere.status, elsewhere.body["code"]) == (403, "forbidden")
        collected = world.servers.post(world.coop.till, COLLECTIONS, body).body
        assert (collected["collected"], collected["next_on"]) == (20_000, None)
        assert collected["balances"]["prepaid"] == 20_000
        # Prepaid money is good in every store, whoever hands over.
        sale = body | {"lines": [baskets.bowl()], "tenders": [{"kind": "prepaid"}]}
        sold = world.servers.post(world.coop.cafeteria_till, "/v1/purchases", sale).body
        assert (sold["state"], sold["balances"]["prepaid"]) == ("settled", 19_520)
        page.reload()
        expect(card(page, "プリペイド残高")).to_contain_text("19,520円")
        expect(waiting).to_contain_text("お受け取りを待っているお金はありません")
        look(page, "slip-collected")

    def test_waits_a_week_and_says_until_when(
        self, world: World, page: Page, hanako: Registered, tmp_path: Path
    ) -> None:
        take_in(world, tmp_path, hanako, paid_on=now().date() - timedelta(2), yen=5000)
        due = now().date() + timedelta(5)
        body = {"card": hanako.person.card}
        told = world.servers.post(world.coop.till, COLLECTIONS, body).body
        assert (told["reason"], told["next_on"]) == ("nothing_to_collect", due.isoformat())
        log_in(page, hanako.login_id)
        waiting = card(page, "未受取プリペイド残高")
        expect(waiting).to_contain_text("5,000円")
        expect(waiting).to_contain_text(f"{due.month}月{due.day}日")
        expect(waiting).not_to_contain_text("いま受け取れます")

    def test_counts_once_however_often_the_file_comes(
        self, world: World, hanako: Registered, tmp_path: Path
    ) -> None:
        paid_on = now().date() - timedelta(10)
        for words in ("新しい払込 1件", "新しい払込 0件"):
            assert words in take_in(world, tmp_path, hanako, paid_on=paid_on, yen=700)
        body = {"card": hanako.person.card}
        assert world.servers.post(world.coop.till, COLLECTIONS, body).body["collected"] == 700
        again = world.servers.post(world.coop.till, COLLECTIONS, body).body
        assert (again["state"], again["reason"]) == ("declined", "nothing_to_collect")
