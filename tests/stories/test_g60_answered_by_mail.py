"""G60: what is asked on the portal is answered at the desk, by mail, and found again."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.inquiries.models import Inquiry
from kumiai.kit import clock
from tests import cast, money
from tests import office as people
from tests.stories import browser as browsers
from tests.stories import inquiring, office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World


def latest(address: str) -> int:
    return Inquiry.objects.filter(mail=address).order_by("-id")[0].pk


class TestAnsweredByMail:
    def test_is_asked_on_the_page_answered_at_the_desk_and_read_in_the_mailbox(
        self, page: Page, phone: Page, world: World
    ) -> None:
        asker = "refund@mail.example"
        phone.goto("/inquiries/new?kind=other")
        inquiring.fill_in(phone, address=asker, text="残高は返金できますか。", name="南津軽　りん")
        inquiring.send(phone)
        confirmation = world.servers.inbox.wait(asker)

        office.open_for(page, people.desk(world.coop), "/office/inquiries")
        look(page, "office-inquiries")
        assert_accessible(page)
        page.get_by_role("link", name="南津軽　りん").click()
        page.get_by_label("定型の回答").select_option(label="プリペイド残高の返金")
        page.get_by_role("button", name="文面に入れる").click()
        expect(page.get_by_label("回答", exact=False).last).to_contain_text("卒業年の3月末まで")
        look(page, "office-inquiry")
        assert_accessible(page)
        page.get_by_role("button", name="回答を送る").click()
        expect(page.get_by_role("heading", name="回答", exact=True)).to_be_visible()

        reply = world.servers.inbox.wait(asker, containing="卒業年の3月末まで")
        assert reply["In-Reply-To"] == confirmation["Message-ID"]
        assert f"受付番号 {latest(asker)}" in str(reply["Subject"])
        assert str(reply["Reply-To"]) == "desk@klas.seikyou.jp"
        assert "弘前大学生協" in str(reply["From"])

    def test_is_about_one_line_of_a_purchase_and_the_till_says_what_it_sent(
        self, page: Page, phone: Page, world: World, hanako: Registered
    ) -> None:
        at = clock.now() - timedelta(minutes=5)
        till = world.coop.till
        money.top_up(hanako.person, till=till, yen=3000, at=at)
        lines = (money.line(yen=610), money.line("ノート", yen=220, genre="learning_goods"))
        money.ring_up(hanako.person, *lines, till=till, at=at, receipt_number="R-2024")

        browsers.log_in(phone, hanako.login_id, cast.PASSWORD)
        phone.goto("/purchases")
        phone.locator("details.purchase").first.locator("summary").click()
        phone.get_by_role("link", name="このお買い物について問い合せる").first.click()
        phone.get_by_label("どの商品についてですか").select_option(label="ノート")
        asker = f"line.{hanako.person.id}@mail.example"
        phone.get_by_label("メールアドレス", exact=False).last.fill(asker)
        phone.get_by_label("お問い合せの内容").fill("買っていません。")
        look(phone, "inquiry-purchase")
        assert_accessible(phone)
        inquiring.send(phone)

        office.open_for(page, people.desk(world.coop), f"/office/inquiries/{latest(asker)}")
        sent = browsers.card(page, "レジから届いた内容")
        for words in ("ノート", till.name, "R-2024", "FERIO"):
            expect(sent.get_by_text(words).first).to_be_visible()
        expect(page.get_by_text("組合員としてログインして送信")).to_be_visible()
        look(page, "office-inquiry-purchase")
        assert_accessible(page)
        page.get_by_label("回答", exact=False).last.fill("記録を確認し、取り消しました。")
        page.get_by_role("button", name="回答を送る").click()

        phone.goto("/inquiries")
        look(phone, "inquiries")
        assert_accessible(phone)
        phone.get_by_role("link", name="お買い物・チャージについて").first.click()
        expect(phone.get_by_text("記録を確認し、取り消しました。")).to_be_visible()
        look(phone, "inquiry-own")
        assert_accessible(phone)
