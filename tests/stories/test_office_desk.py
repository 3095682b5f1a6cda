"""The desk of the office: a wrong top-up put right by two people (G44), a lost card (G51)."""

from playwright.sync_api import Page, ViewportSize, expect

from kumiai.backoffice import urls
from kumiai.coops.staff.rules import Role
from tests import office as people
from tests.stories import baskets, keyboard, office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World

# What answers with a file, and what is only posted to.
FILES_AND_FORMS = {"office-evidence", "office-drawer-counts"}
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
SCROLL_WIDTH = "document.documentElement.scrollWidth"


class TestWrongTopUp:
    def test_is_put_right_by_two_people(self, page: Page, world: World, hanako: Registered) -> None:
        card, till = hanako.person.card, world.coop.till
        world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 5000})
        of_hanako = f"/office/members/{hanako.person.member_number}"
        desk = people.desk(world.coop)
        office.open_for(page, desk, of_hanako, since=people.STALE)
        page.get_by_role("link", name="残高の訂正を依頼する").click()
        page.get_by_label("減らす", exact=True).check()
        page.locator("input[name=amount]").fill("４，５００円")
        page.locator("textarea[name=reason]").fill("500円のところを5,000円と入力")
        assert_accessible(page)
        page.get_by_role("button", name="残高の訂正を依頼する").click()
        expect(page.get_by_role("heading", name="パスワードの確認")).to_be_visible()
        assert_accessible(page)
        look(page, "office-step-up")
        page.locator("input[name=step_up_password]").fill(people.PASSWORD)
        page.get_by_role("button", name="確認して続ける").click()
        expect(page.get_by_text("ご自分の依頼です")).to_be_visible()
        assert page.get_by_role("button", name="承認して実行する").count() == 0
        assert_accessible(page)
        asked = page.url
        office.open_for(page, people.manager(world.coop), "/office/approvals")
        page.locator(f"a[href='{asked.removeprefix(world.servers.pages_url)}']").click()
        expect(page.get_by_text("−4,500円")).to_be_visible()
        page.locator("textarea[name=answer]").fill("レジのジャーナルで500円を確認")
        assert_accessible(page)
        look(page, "office-approval")
        page.get_by_role("button", name="承認して実行する").click()
        page.goto(of_hanako)
        expect(page.get_by_text("生協による訂正")).to_be_visible()
        answer = world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 1})
        assert answer.body["balances"]["prepaid"] == 501


class TestLostCard:
    def test_is_stopped_and_issued_anew_by_keyboard_alone(
        self, page: Page, world: World, hanako: Registered
    ) -> None:
        card, till = hanako.person.card, world.coop.till
        world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 700})
        desk = people.desk(world.coop)
        page.goto("/office/")
        keyboard.type_into(page, "input[name=login_id]", desk.login_id)
        keyboard.type_into(page, "input[name=password]", people.PASSWORD)
        page.keyboard.press("Enter")
        keyboard.type_into(page, "input[name=code]", desk.code())
        page.keyboard.press("Enter")
        page.wait_for_url("**/office/")
        keyboard.tab_to(page, "nav a[href='/office/members']")
        page.keyboard.press("Enter")
        keyboard.type_into(page, "input[name=words]", card)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/members/{hanako.person.member_number}")
        keyboard.tab_to(page, "aside a[href$='/card-reissue']")
        page.keyboard.press("Enter")
        keyboard.type_into(page, "textarea[name=reason]", "財布ごとなくした")
        keyboard.tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.get_by_text("新しいカードを発行しました")).to_be_visible()
        sale = {"lines": [baskets.bowl()], "tenders": [{"kind": "prepaid"}]}
        old = world.servers.post(till, "/v1/purchases", {"card": card} | sale)
        assert (old.body["state"], old.body["reason"]) == ("declined", "card_replaced")
        new = world.servers.post(till, "/v1/purchases", {"card": f"{card}-2"} | sale)
        assert (new.body["state"], new.body["balances"]["prepaid"]) == ("settled", 220)


class TestEveryPage:
    """Axe looks at each where there is least room; a desk's screen only has to hold it."""

    def test_of_the_menu_is_accessible(self, page: Page, world: World, hanako: Registered) -> None:
        office.open_for(page, people.manager(world.coop))
        of_hanako = f"/office/members/{hanako.person.member_number}"
        acts = (f"{of_hanako}/note", f"{of_hanako}/card-reissue")
        for path in (*plain_pages(), of_hanako, *acts):
            page.goto(path)
            assert page.evaluate(SCROLL_WIDTH) <= DESK["width"], path
            page.set_viewport_size(PHONE)
            assert_accessible(page)
            page.set_viewport_size(DESK)

    def test_of_the_way_in_is_accessible(self, phone: Page, world: World) -> None:
        newcomer, clerk = people.newcomer(world.coop), people.clerk(world.coop)
        phone.goto("/office/login")
        assert_accessible(phone)
        for login_id, password, leads_to in (
            (clerk.login_id, people.PASSWORD, "second-factor"),
            (newcomer.login_id, newcomer.password, "set-up"),
        ):
            phone.goto("/office/login")
            phone.locator("input[name=login_id]").fill(login_id)
            phone.locator("input[name=password]").fill(password)
            phone.get_by_role("button", name="次へ", exact=True).click()
            phone.wait_for_url(f"**/office/{leads_to}")
            assert_accessible(phone)

    def test_of_the_operator_is_accessible(self, phone: Page, world: World) -> None:
        office.open_for(phone, people.operator(world.coop), "/office/condition")
        assert_accessible(phone)


def plain_pages() -> list[str]:
    """Every address without a number in it that a manager opens and that is no file."""
    return [
        f"/office/{page.pattern}"
        for page in urls.urlpatterns
        if "<" not in str(page.pattern)
        and Role.MANAGER in getattr(page.callback, "roles", ())
        and page.name not in FILES_AND_FORMS
    ]
