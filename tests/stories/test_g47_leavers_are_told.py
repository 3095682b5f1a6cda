"""G46, G47: who finishes in March is told what is left, until when, and what to do with it."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.kit import clock
from kumiai.mail.models import Message
from kumiai.reports import rules
from tests import cast, money
from tests import office as people
from tests.stories import office
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import World


class TestLeavers:
    def test_are_told_by_the_treasurer_what_their_own_pages_say(
        self, page: Page, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        at = clock.now() - timedelta(hours=1)
        year = rules.next_graduation(clock.tokyo_date(at))
        hanako = cast.hanako(world.coop, member_number=numbers(), graduation_year=year)
        taro = cast.taro(world.coop, member_number=numbers(), graduation_year=year)
        login_id = f"hanako.{hanako.member_number}"
        cast.full_login(hanako, login_id=login_id)
        for person, yen in ((hanako, 4_000), (taro, 9_000)):
            money.top_up(person, till=world.coop.till, yen=yen, at=at)
        money.earn_points(hanako, till=world.coop.till, tenths=287, at=at)
        money.earn_web_points(hanako, tenths=4_210, at=at)

        both = f"{hanako.member_number}\n{taro.member_number}"
        office.open_for(page, people.accounting(world.coop), "/office/leaver-letters")
        page.get_by_label("組合員番号").fill(both)
        page.get_by_label("生協からのひとこと").fill("ご卒業おめでとうございます。")
        page.get_by_role("button", name="人数を確かめる").click()
        expect(page.get_by_text("残高のある卒業予定者は2人です")).to_be_visible()
        look(page, "office-leaver-letters")
        assert_accessible(page)
        page.get_by_role("button", name="手紙を印刷する（1～2枚目）").click()

        sheets = page.locator("article.sheet")
        expect(sheets).to_have_count(2)
        hers = sheets.filter(has_text=hanako.name)
        for words in ("4,000円", "28.7ポイント", "421ポイント", f"{year}年3月31日", "おめでとう"):
            expect(hers).to_contain_text(words)
        expect(hers).not_to_contain_text("9,000円")
        look(page, "leaver-letter-printed")
        assert_accessible(page)
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2

        # Her own page says the same.
        log_in(phone, login_id)
        phone.goto("/graduation")
        for words in ("4,000円", "28.7ポイント", "421ポイント"):
            expect(phone.get_by_role("main")).to_contain_text(words)

        # And whom mail reaches may get a mail instead, once.
        page.goto("/office/leaver-letters")
        page.get_by_label("組合員番号").fill(hanako.member_number)
        page.get_by_label("メールが届く方にはメール").check()
        page.get_by_role("button", name="人数を確かめる").click()
        page.get_by_role("button", name="1人にメールを送る").click()
        expect(page.get_by_text("1人にメールを送りました。")).to_be_visible()
        sent = Message.objects.get(kind="leaver", to_address=f"{login_id}@mail.example")
        assert "4,000円" in sent.body
