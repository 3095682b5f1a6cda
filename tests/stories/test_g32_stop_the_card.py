"""Guide rows G32 and G50: a lost card is stopped on the portal, at once; lifting takes a store."""

from playwright.sync_api import Page, expect

from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


def stop(page: Page) -> None:
    """In two taps, and a choice."""
    page.goto("/card/suspension")
    page.get_by_label("カードをなくした").check()
    assert_accessible(page)
    look(page, "suspension")
    page.get_by_role("button", name="確認画面へ").click()
    expect(page.get_by_role("heading", name="カードの利用を停止しますか")).to_be_visible()
    assert_accessible(page)
    look(page, "suspension-confirmation")
    page.get_by_role("button", name="停止する").click()
    expect(page.get_by_role("status")).to_contain_text("カードの利用を停止しています")
    assert_accessible(page)
    look(page, "suspension-stopped")


def pay(world: World, who: Registered) -> str:
    """What becomes of a cup of tea: `settled`, or the reason why not."""
    world.servers.post(world.coop.till, "/v1/top-ups", {"card": who.person.card, "amount": 1000})
    sale = {
        "card": who.person.card,
        "lines": [baskets.tea()],
        "tenders": [{"kind": "prepaid"}],
    }
    answer = world.servers.post(world.coop.till, "/v1/purchases", sale).body
    return str(answer.get("reason", answer["state"]))


class TestStopping:
    def test_needs_no_javascript(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        page = phone_without_javascript
        log_in(page, hanako.login_id)
        page.goto("/card/suspension")
        page.get_by_role("button", name="確認画面へ").click()
        expect(page.get_by_role("alert")).to_contain_text("停止の理由を選んでください。")
        page.get_by_label("カードを盗まれた").check()
        page.get_by_role("button", name="確認画面へ").click()
        page.get_by_role("button", name="停止する").click()
        expect(page.get_by_role("status")).to_contain_text("カードの利用を停止しています")

    def test_holds_at_the_next_sale(self, world: World, page: Page, hanako: Registered) -> None:
        assert pay(world, hanako) == "settled"
        log_in(page, hanako.login_id)
        stop(page)
        assert pay(world, hanako) == "card_suspended"
        expect(page.get_by_role("main")).to_contain_text("ご本人（このページから）")
        expect(page.get_by_role("main")).not_to_contain_text("確認画面へ")

    def test_is_the_guardians_too_and_ends_in_a_store(
        self, world: World, phone: Page, hanako: Registered, mother: Registered
    ) -> None:
        log_in(phone, mother.login_id)
        stop(phone)
        assert pay(world, hanako) == "card_suspended"
        lift = {"card": hanako.person.card, "reason": "本人確認済み"}
        world.servers.post(world.coop.till, "/v1/suspension-lifts", lift)
        assert pay(world, hanako) == "settled"
        phone.reload()
        expect(phone.get_by_role("button", name="確認画面へ")).to_be_visible()
