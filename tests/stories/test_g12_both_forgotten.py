"""G12: both forgotten: first the login ID by mail, then with it a new password."""

import re

from playwright.sync_api import Page

from tests.stories import forgetting
from tests.stories.conftest import Registered, World


class TestBothForgotten:
    def test_are_found_again_one_after_the_other(
        self, phone: Page, world: World, hanako: Registered
    ) -> None:
        address = f"{hanako.login_id}@mail.example"
        forgetting.ask_for_login_id(phone, number=hanako.person.member_number, address=address)
        text = world.servers.inbox.text(address, containing="ログインIDを")
        found = re.search(r"のログインID：\s+(\S+)", text)
        assert found
        phone.get_by_role("link", name="パスワードもお忘れの方").click()
        phone.get_by_label("組合員番号").fill(hanako.person.member_number)
        phone.get_by_label("ログインID").fill(found[1])
        phone.get_by_role("button", name="再発行のご案内をメールで受け取る").click()
        phone.goto(forgetting.link_in(forgetting.reissue_mail(world, hanako.login_id)))
        forgetting.choose(phone)
        forgetting.is_let_in(phone, found[1], forgetting.NEW)
