"""G43: slips go out with a suggested amount; whatever is paid with one finds its member."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.kit import clock
from kumiai.slips import rules
from tests import office as people
from tests.slips import bank
from tests.stories import office
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


class TestSlipSent:
    def test_is_printed_in_the_office_paid_with_another_amount_and_shown_to_the_member(
        self, page: Page, phone: Page, world: World, hanako: Registered
    ) -> None:
        office.open_for(page, people.desk(world.coop), "/office/slip-sendings")
        page.get_by_label("用途").fill("前期の教科書代")
        page.get_by_label("目安の金額（円）").fill("３０，０００")
        page.get_by_label("組合員番号").fill(hanako.person.member_number)
        page.get_by_role("button", name="人数を確かめる").click()
        expect(page.get_by_text("条件にあてはまる組合員は1人です。")).to_be_visible()
        look(page, "office-slip-sendings")
        assert_accessible(page)
        page.get_by_role("button", name="払込票を作る").click()

        # The sheet itself: as it is printed, and as wide as a phone.
        expect(page.get_by_role("heading", name="Picoチャージのためのご入金案内")).to_be_visible()
        look(page, "slip-printed")
        assert_accessible(page)
        assert len(page.pdf(prefer_css_page_size=True).split(b"/Type /Page\n")) <= 2
        printed = page.locator("tr", has_text="払込票番号").locator("td").inner_text()
        reference = rules.read_sent_reference(printed)
        assert reference is not None
        assert re.search("目安は30,000円です", page.inner_text("main"))

        paid_at = clock.now() - timedelta(days=8)
        raw = bank.agency(bank.collected(reference, 12_000, on=clock.tokyo_date(paid_at)))
        bank.take_in(raw, name=f"agency {reference}", at=clock.now())
        log_in(phone, hanako.login_id)
        expect(card(phone, "未受取プリペイド残高")).to_contain_text("12,000円")
