"""Guide row G28: the history in five tabs; thirteen months, learning since joining."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.kit import clock
from tests import cast, money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


def live_a_day(world: World, hanako: Registered) -> None:
    """Top up, eat, and buy a book for cash, all yesterday."""
    till, at = world.coop.till, baskets.yesterday()
    money.top_up(hanako.person, till=till, yen=3000, at=at)
    money.ring_up(hanako.person, money.line("唐揚げ丼", yen=480), till=till, at=at)
    book = money.line("統計学入門", yen=3080, genre="books", code="9784130420655")
    money.ring_up(hanako.person, book, till=till, at=at, tenders=("cash",))


class TestHistory:
    def test_shows_in_each_tab_what_belongs_there(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        live_a_day(world, hanako)
        log_in(page, hanako.login_id)
        main = page.get_by_role("main")
        expected = {
            "all": (["唐揚げ丼", "統計学入門", "3,560円"], []),
            "food": (["唐揚げ丼", "480円"], ["統計学入門"]),
            "learning": (["統計学入門", "3,080円"], ["唐揚げ丼"]),
            "top-ups": (["+3,000円"], ["−480円"]),
            "prepaid": (["+3,000円", "−480円"], ["−3,080円"]),
        }
        for tab, (there, not_there) in expected.items():
            page.goto(baskets.history(tab))
            for words in there:
                expect(main).to_contain_text(words)
            for words in not_there:
                expect(main).not_to_contain_text(words)
            look(page, f"purchases-{tab}")
        assert_accessible(page)

    def test_works_on_a_phone_by_links_alone(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        page = phone_without_javascript
        live_a_day(world, hanako)
        log_in(page, hanako.login_id)
        page.goto(baskets.history())
        page.get_by_role("link", name="プリペ履歴").click()
        expect(page.get_by_role("main")).to_contain_text("−480円")
        look(page, "purchases-without-javascript")

    def test_goes_back_to_joining_for_learning_only(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        at = cast.LONG_AGO + timedelta(days=3)
        assert clock.tokyo_date(baskets.now()) - at.date() > timedelta(days=400)
        book = money.line("線形代数", yen=2200, genre="books", code="9784130629096")
        till = world.coop.till
        money.ring_up(hanako.person, book, till=till, at=at, tenders=("cash",))
        log_in(page, hanako.login_id)
        page.goto(baskets.history("learning", at=at))
        expect(page.get_by_role("main")).to_contain_text("線形代数")
        page.goto(baskets.history("all", at=at))
        expect(page.get_by_role("main")).not_to_contain_text("線形代数")
