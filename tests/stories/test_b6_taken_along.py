"""Guide row B6: what the history shows can be taken along as a file."""

from pathlib import Path

from playwright.sync_api import Page

from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


class TestTheFile:
    def test_is_what_is_shown(self, world: World, page: Page, hanako: Registered) -> None:
        card = {"card": hanako.person.card}
        world.servers.post(world.coop.till, "/v1/top-ups", card | {"amount": 1000})
        sale = card | {"lines": [baskets.tea()], "tenders": [{"kind": "prepaid"}]}
        world.servers.post(world.coop.till, "/v1/purchases", sale)
        log_in(page, hanako.login_id)
        page.goto("/purchases")
        assert_accessible(page)
        look(page, "purchases-take-along")
        assert "緑茶" in self.taken(page, "CSV（UTF-8）").decode("utf-8-sig")
        assert "緑茶" in self.taken(page, "CSV（Shift_JIS）").decode("cp932")
        page.goto("/purchases?tab=prepaid")
        assert ",1000,1000," in self.taken(page, "CSV（UTF-8）").decode("utf-8-sig")

    def taken(self, page: Page, link: str) -> bytes:
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        return Path(download.value.path()).read_bytes()
