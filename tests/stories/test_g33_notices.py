"""Guide row G33: notices to all, and notices to this member."""

from typing import Any

from playwright.sync_api import Page, expect

from kumiai.kit import clock
from kumiai.notices import actions
from kumiai.notices.rules import Audience, Readers
from tests import cast
from tests.notices.notes import draft
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


def publish(coop: cast.Coop, **changes: Any) -> int:
    at = clock.now()
    asked = draft(**{"starts_at": at, **changes})
    return actions.publish(coop_id=coop.id, draft=asked, by=cast.OPERATOR, at=at)


class TestNotices:
    def test_wait_unread_until_each_person_opens_them(
        self, world: World, phone: Page, hanako: Registered, mother: Registered
    ) -> None:
        coop, number = world.coop, hanako.person.member_number
        publish(coop, title=f"全員へ {number}")
        own = publish(
            coop,
            title=f"花子さんへ {number}",
            text="お忘れ物をお預かりしています。",
            audience=Audience.MEMBERS,
            readers=Readers.MEMBERS,
            member_ids=frozenset({hanako.person.id}),
        )
        log_in(phone, hanako.login_id)
        box = card(phone, "お知らせ")
        expect(box.get_by_role("listitem").first).to_contain_text(
            f"未読 あなたへ 花子さんへ {number}"
        )
        box.get_by_role("link", name=f"花子さんへ {number}").click()
        expect(phone.get_by_role("main")).to_contain_text("お忘れ物をお預かりしています。")
        assert_accessible(phone)
        look(phone, "notice")
        phone.get_by_role("link", name="お知らせの一覧へ").click()
        unread = phone.get_by_role("listitem").filter(has_text="未読")
        expect(unread.filter(has_text="全員へ")).to_have_count(1)
        expect(unread.filter(has_text="花子さんへ")).to_have_count(0)
        assert_accessible(phone)
        look(phone, "notices")
        phone.context.clear_cookies()
        log_in(phone, mother.login_id)
        expect(card(phone, "お知らせ")).to_contain_text(f"全員へ {number}")
        expect(phone.locator("body")).not_to_contain_text("花子さんへ")
        answer = phone.goto(f"/notices/{own}")
        assert answer is not None
        assert answer.status == 404
