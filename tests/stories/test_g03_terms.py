"""G03: consent to the co-op's own terms, kept with their version, and asked for anew just once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from playwright.sync_api import Page, expect

from kumiai.cli import coop_file
from kumiai.coops import imports
from kumiai.coops.legal.rules import LegalKind
from kumiai.identity import consents
from kumiai.identity.models import Login
from tests import cast
from tests.stories import registering, servers
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import World

COOP_ID = 1176
POLICY = '[[policy]]\nstarts_on = 2020-03-01\npreset = "guide-2020"\n'


def take_in(*texts: str, at: datetime = cast.LONG_AGO) -> None:
    """A co-op of this story alone: what it asks consent to is nobody else's business."""
    file = (cast.FILES / "1175.toml").read_text("utf-8").replace("1175", str(COOP_ID))
    read = imports.read((file + POLICY + "".join(texts)).encode())
    coop_file.take_in(read, by=cast.OPERATOR, at=at)


def words(kind: LegalKind, version: int, starts_on: date, *, needs_consent: bool = False) -> str:
    """A version as the co-op's file has it."""
    return f"""
[[legal_texts]]
kind = "{kind}"
version = {version}
starts_on = {starts_on.isoformat()}
needs_consent = {str(needs_consent).lower()}
japanese = \"\"\"
# 第1条（範囲）
汐見の{kind}の第{version}版です。

- 残高の表示
- 履歴の表示
\"\"\"
english = \"\"\"
# 1. Scope
This is version {version} of {kind}.
\"\"\"
"""


class TestTerms:
    def test_are_the_co_ops_and_asked_anew_once(
        self, page: Page, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        first = date(2020, 3, 1)
        take_in(words("terms", 1, first), words("privacy", 1, first))
        number = numbers(coop=COOP_ID)
        coop = cast.Coop(COOP_ID, {})
        jiro = cast.join(coop, replace(cast.JIRO, member_number=number))
        registering.log_in(page, number, jiro.provisional_password)
        with page.expect_popup() as opened:
            page.get_by_role("link", name="利用規約を読む").click()
        expect(opened.value.get_by_role("main")).to_contain_text("汐見のtermsの第1版です。")
        opened.value.close()
        registering.complete(page, world, jiro, login_id="jiro.consents")
        login_pk = Login.objects.get(login_id="jiro.consents").pk
        given = {one.kind: one.version for one in consents.given(login_pk=login_pk)}
        assert given == {"terms": 1, "privacy": 1}

        now = servers.now()
        yesterday = now.date() - timedelta(days=1)
        new = words("terms", 2, yesterday, needs_consent=True)
        take_in(new, at=now - timedelta(days=2))
        log_in(phone, "jiro.consents")
        expect(phone.get_by_role("heading", name="規約が新しくなりました")).to_be_visible()
        look(phone, "consent")
        assert_accessible(phone)
        phone.goto("/home")
        with phone.expect_popup() as opened:
            phone.get_by_role("link", name="全文を読む").click()
        expect(opened.value.get_by_role("main")).to_contain_text("汐見のtermsの第2版です。")
        look(opened.value, "terms")
        assert_accessible(opened.value)
        opened.value.get_by_role("link", name="第1版").click()
        expect(opened.value.get_by_text("これは以前の版です。")).to_be_visible()
        assert_accessible(opened.value)
        opened.value.close()
        phone.get_by_role("button", name="同意して進む").click()
        phone.wait_for_url("**/home")
        log_in(page, "jiro.consents")
        page.wait_for_url("**/home")
        assert consents.given(login_pk=login_pk)[0].version == 2
