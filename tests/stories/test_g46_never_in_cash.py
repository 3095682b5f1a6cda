"""Guide row G46: prepaid money is never paid out in cash; who graduates is told to use it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast, money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import World


class TestPrepaidMoney:
    @pytest.mark.parametrize("screen", ["page", "phone"])
    def test_is_to_be_used_and_not_paid_out(
        self,
        world: World,
        numbers: Callable[..., str],
        screen: str,
        request: pytest.FixtureRequest,
    ) -> None:
        page: Page = request.getfixturevalue(screen)
        year = baskets.now().year
        person = cast.hanako(world.coop, member_number=numbers(), graduation_year=year)
        login_id = f"leaving.{person.member_number}"
        cast.full_login(person, login_id=login_id)
        money.top_up(person, till=world.coop.till, yen=1000, at=cast.LONG_AGO)
        log_in(page, login_id)
        # Until the end of March it is to be used; later in the year that is over.
        expect(page.get_by_role("main")).to_contain_text(
            re.compile("現金でのご返金[はも]できません")
        )
        look(page, "home-graduating")
        page.get_by_role("link", name=re.compile("残っているもの")).click()
        expect(page.get_by_role("main")).to_contain_text("プリペイド残高 1,000円")
        look(page, "graduation")
        assert_accessible(page)
