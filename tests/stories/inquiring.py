"""What somebody does at the inquiry form, in a browser."""

from playwright.sync_api import Page, expect

from kumiai.inquiries import rules


def fill_in(page: Page, *, address: str, text: str, name: str = "津軽　花子") -> None:
    page.get_by_label("お名前").fill(name)
    page.get_by_label("メールアドレス", exact=False).last.fill(address)
    page.get_by_label("お問い合せの内容").fill(text)


def send(page: Page) -> None:
    """Not sooner than a person can."""
    page.wait_for_timeout(rules.FILLING_IN_MIN.total_seconds() * 1000 + 500)
    page.get_by_role("button", name="送信する").click()
    expect(page.get_by_role("heading", name="お問い合せを受け付けました")).to_be_visible()
