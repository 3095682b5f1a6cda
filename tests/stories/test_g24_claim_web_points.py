"""Guide row G24: web points are claimed in blocks of 200; the page says from when they count."""

import copy
import re
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from playwright.sync_api import Page, expect

from kumiai.coops.rules import business_day_after
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet.models import Uncollected
from tests import cast, money
from tests.installation import wait_until
from tests.stories import baskets, servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.text_browser import TextBrowser

# As the ledger takes it: one lock a member, of PostgreSQL's advisory locks.
LOCK = "SELECT pg_advisory_xact_lock(%s)"
# Who waits for a lock of any sort and has some of this database; `pg_stat_activity` would be told
# as it was when this transaction first looked.
WAITING = """
    SELECT count(DISTINCT waiter.pid)
    FROM pg_locks AS waiter
    JOIN pg_locks AS other ON other.pid = waiter.pid
    WHERE NOT waiter.granted
        AND other.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class TestClaiming:
    def test_moves_blocks_into_the_uncollected_balance(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        money.earn_web_points(hanako.person, tenths=4300, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        card(page, "Webポイント残高").get_by_role("link", name="ポイント受取申請").click()
        assert_accessible(page)
        look(page, "web-points")
        day = business_day_after(servers.now().date(), 2, {})
        expect(card(page, "ポイント受取申請")).to_contain_text(f"{day.month}月{day.day}日")
        page.get_by_label("申請する分").select_option("2")
        page.get_by_role("button", name="申請する").click()
        told = page.get_by_role("status")
        expect(told).to_contain_text("申請を受け付けました")
        expect(told).to_contain_text("400円")
        expect(told).to_contain_text(f"{day.month}月{day.day}日")
        expect(card(page, "Webポイント残高")).to_contain_text("30ポイント")
        assert_accessible(page)
        look(page, "web-points-claimed")
        page.goto("/home")
        expect(card(page, "未受取プリペイド残高")).to_contain_text("400円")

    def test_works_without_javascript_and_once(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        page = phone_without_javascript
        money.earn_web_points(hanako.person, tenths=2100, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        page.goto("/web-points")
        page.get_by_role("button", name="申請する").click()
        expect(page.get_by_role("status")).to_contain_text("200円")
        expect(card(page, "ポイント受取申請")).to_contain_text(re.compile("あと.*190ポイント"))
        look(page, "web-points-claimed")


class TestClaimingAtOnce:
    """Two windows of one member, over real HTTP, let go in the same moment."""

    ROUNDS = 5

    def test_gives_every_block_to_one_window_and_tells_the_other(
        self, world: World, hanako: Registered
    ) -> None:
        windows = [self.logged_in(world, hanako), self.logged_in(world, hanako)]
        for number in range(1, self.ROUNDS + 1):
            money.earn_web_points(hanako.person, tenths=2000, at=baskets.yesterday())
            for window in windows:
                window.open("/web-points")
            self.press_together(windows, hanako)
            won = [window for window in windows if "申請を受け付けました" in window.text]
            lost = [window for window in windows if "いまの残高では申請できません" in window.text]
            assert (len(won), len(lost)) == (1, 1), [window.text for window in windows]
            # What is refused shows what is left, and the claim that was faster.
            assert "あと200ポイント" in lost[0].text
            assert "受取申請\n200円" in lost[0].text
            assert self.books(hanako) == (0, 200 * number, number)

    def test_leaves_the_rest_to_be_chosen_from(self, world: World, hanako: Registered) -> None:
        money.earn_web_points(hanako.person, tenths=6000, at=baskets.yesterday())
        windows = [self.logged_in(world, hanako), self.logged_in(world, hanako)]
        for window in windows:
            window.open("/web-points")
            window.fill("申請する分", "2")
        self.press_together(windows, hanako)
        (lost,) = [window for window in windows if "申請を受け付けました" not in window.text]
        assert "いまの残高で申請できる分を選んでください" in lost.text
        lost.fill("申請する分", "1")
        lost.press("申請する")
        assert "申請を受け付けました" in lost.text
        assert self.books(hanako) == (0, 600, 2)

    def test_takes_a_button_pressed_twice_for_one_claim(
        self, world: World, hanako: Registered
    ) -> None:
        money.earn_web_points(hanako.person, tenths=6000, at=baskets.yesterday())
        window = self.logged_in(world, hanako)
        window.open("/web-points")
        window.fill("申請する分", "1")
        presses = [window, copy.copy(window)]
        self.press_together(presses, hanako)
        assert all("申請を受け付けました" in press.text for press in presses)
        assert self.books(hanako) == (4000, 200, 1)

    def logged_in(self, world: World, who: Registered) -> TextBrowser:
        window = TextBrowser(world.servers.pages_url)
        window.open("/")
        window.fill("ログインID", who.login_id)
        window.fill("パスワード", cast.PASSWORD)
        window.press("ログイン")
        return window

    def press_together(self, windows: list[TextBrowser], who: Registered) -> None:
        """Hold the member's lock until both claims wait for it: neither has seen the other."""
        with (
            ThreadPoolExecutor(len(windows)) as threads,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(LOCK, [who.person.id])
            pressed = [threads.submit(window.press, "申請する") for window in windows]
            wait_until(lambda: self.waiting() == len(windows))
            transaction.set_rollback(True)
        assert [press.exception() for press in pressed] == [None, None]

    def waiting(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            (count,) = cursor.fetchone()
        return int(count)

    def books(self, who: Registered) -> tuple[int, int, int]:
        """Tenths of web points held, yen that wait, and how many claims they wait from."""
        purses = ledger.purses_now(coop_id=who.person.coop_id, holder_id=who.person.id)
        waiting = Uncollected.objects.filter(member_id=who.person.id, source="claim")
        waiting_yen = [each.remaining_yen for each in waiting]
        assert sum(waiting_yen) == purses[Kind.UNCOLLECTED].balance
        return purses[Kind.WEB_POINTS].balance, sum(waiting_yen), len(waiting_yen)
