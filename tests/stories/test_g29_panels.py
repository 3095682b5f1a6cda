"""Guide row G29: three panels on the top page, and the boxes in the guide's order on a phone."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from tests import money
from tests.stories import baskets, servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World

PANELS = ("ICプリペイドご利用状況", "ミールカードのご利用状況", "生協のご利用状況")
# The guide's ① to ⑨; the totals since joining are on its page for the PC.
ON_A_PHONE = [
    *("プリペイド残高（Pico）", "ポイント残高", "未受取プリペイド残高", PANELS[0], PANELS[1]),
    *("Webポイント残高", PANELS[2], "お知らせ", "累計", "カードをなくしたとき"),
]


def hold_a_card(world: World, who: Registered) -> None:
    today = servers.now().date()
    plan = Plan(
        name="ミール2食プラン",
        daily_limit_yen=1200,
        weekdays=range(7),
        opens_at=None,
        closes_at=None,
        starts_on=today - timedelta(days=49),
        ends_on=today + timedelta(days=50),
    )
    names = {who.person.id: plan.name}
    meals.take_in_plans(coop_id=world.coop.id, plans=[plan])
    meals.hand_out_cards(coop_id=world.coop.id, plan_names=names, on=plan.starts_on)


class TestPanels:
    def test_draw_the_months_and_say_them_in_a_table(
        self, world: World, phone: Page, hanako: Registered
    ) -> None:
        hold_a_card(world, hanako)
        till, at = world.coop.till, baskets.yesterday()
        money.top_up(hanako.person, till=till, yen=3000, at=at)
        money.ring_up(hanako.person, money.line(yen=480), till=till, at=at)
        dish = money.line("鶏の照焼き", yen=620, meal_eligible=True)
        cafeteria = world.coop.cafeteria_till
        money.ring_up(hanako.person, dish, till=cafeteria, at=at, tenders=("meal_card",))
        log_in(phone, hanako.login_id)
        for name, yen in zip(PANELS, ("480円", "620円", "1,100円"), strict=True):
            panel = card(phone, name)
            expect(panel.get_by_role("img").first).to_be_visible()
            panel.get_by_text("表で見る").click()
            expect(panel.get_by_role("table")).to_contain_text(yen)
        headings = phone.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
        assert [heading.split("\n")[0].split(" ")[0] for heading in headings] == ON_A_PHONE
        assert_accessible(phone)
        look(phone, "home-panels")
