"""The end of a day in the office: a drawer that does not agree with the books, and then does."""

from playwright.sync_api import Page

from kumiai.kit import clock
from kumiai.reports import days
from tests import office
from tests.stories import baskets, browser
from tests.stories import office as offices
from tests.stories.conftest import Registered, World

FLOAT_YEN = 30_000


def due_yen(world: World) -> int:
    """What the books want in the drawer of till 3 now; other stories have sold there too."""
    at = clock.now()
    report = days.day(coop_id=2101, business_date=clock.tokyo_date(at), at=at, store="FERIO")
    return sum(
        till.drawer.due_yen
        for store in report.stores
        for till in store.tills
        if till.terminal.id == world.coop.till.id
    )


def count(page: Page, world: World, counted_yen: int, note: str) -> None:
    page.locator("select[name=terminal]").select_option(str(world.coop.till.id))
    page.get_by_label("数えた現金（円）").fill(f"{counted_yen:,}")
    page.get_by_label("釣銭準備金（円）").fill(str(FLOAT_YEN))
    page.get_by_label("メモ").fill(note)
    page.get_by_role("button", name="入力する", exact=True).click()


class TestDayClose:
    def test_finds_what_is_missing_in_a_drawer(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.bowl(), baskets.tea()],
            "tenders": [{"kind": "cash"}],
        }
        assert world.servers.post(world.coop.till, "/v1/purchases", sale).status == 200
        offices.open_for(page, office.clerk(world.coop), "/office/")
        page.get_by_role("main").get_by_role("link", name="報告").click()
        page.get_by_role("link", name="日締め").click()
        page.locator("select[name=store]").select_option("FERIO")
        page.get_by_role("button", name="表示する").click()
        page.get_by_text("まだ数えていない引き出し").wait_for()
        browser.assert_accessible(page)

        due = due_yen(world)
        count(page, world, FLOAT_YEN + due - 100, "百円玉が足りない")
        page.get_by_text("の現金が100円足りません。").wait_for()
        drawers = browser.card(page, "引き出しの現金")
        assert "−100" in drawers.inner_text()
        assert office.NAMES[office.Role.CLERK] in drawers.inner_text()
        browser.look(page, "day-close-differs")

        count(page, world, FLOAT_YEN + due, "床に落ちていた")
        page.get_by_text("の現金が100円足りません。").wait_for(state="detached")
        assert "床に落ちていた" in browser.card(page, "引き出しの現金").inner_text()
        browser.assert_accessible(page)
