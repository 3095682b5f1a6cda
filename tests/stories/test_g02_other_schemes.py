"""G02: a co-op that trusts no birth date lets members in with a letter's code, or their card."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from kumiai.coops import actions as coops
from kumiai.coops import imports
from kumiai.identity import rules
from kumiai.joining import member_file
from kumiai.members.imports import HEADER_OF, MemberFile
from tests import cast
from tests.stories import registering
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World

WITH_CODES, WITH_CARDS = 1177, 1178
# The second name of this machine shows the look of the co-op that writes letters.
HOSTS = {"code": "localhost", "card": "card.example"}


def coop_with(scheme: str, *, coop_id: int) -> cast.Coop:
    """A co-op of this story alone."""
    file = (cast.FILES / "1175.toml").read_text("utf-8").replace("1175", str(coop_id))
    file = file.replace("shiomi.localhost", HOSTS[scheme])
    file += '[[policy]]\nstarts_on = 2020-03-01\npreset = "guide-2020"\n[policy.changes]\n'
    read = imports.read(f'{file}provisional_scheme = "{scheme}"\n'.encode())
    intake = coops.take_in(file=read, by=cast.OPERATOR, at=cast.LONG_AGO)
    return cast.Coop(coop_id, {terminal.name: terminal for terminal in intake.enrolled})


class TestCode:
    def test_on_the_letter_opens_the_form(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        coop_with("code", coop_id=WITH_CODES)
        row = replace(cast.JIRO, member_number=numbers(coop=WITH_CODES))
        file = MemberFile(WITH_CODES, frozenset(HEADER_OF), (row,), ())
        letter, _ = member_file.take_in(file, by=cast.OPERATOR, at=cast.LONG_AGO).codes
        page.goto(world.servers.pages_url.replace("127.0.0.1", "localhost"))
        expect(page.get_by_text("生協からの手紙に書かれた登録コード")).to_be_visible()
        expect(page.get_by_text("生年月日8桁")).to_have_count(0)
        look(page, "login-code")
        assert_accessible(page)
        registering.log_in(page, row.member_number, f"{row.birth_date:%Y%m%d}")
        expect(page.get_by_role("alert")).to_contain_text("パスワードが違います")
        typed = rules.printed_code(letter.code).lower()
        registering.log_in(page, row.member_number, typed)
        address = "jiro.code@mail.example"
        registering.fill_in(
            page,
            login_id="jiro.code",
            address=address,
            kana=row.kana,
            second_proof=f"{row.birth_date:%Y%m%d}",
        )
        page.get_by_label("確認コード").fill(registering.send_test(page, world, address))
        registering.go_on(page)
        registering.finish(page)


class TestCard:
    def test_held_at_a_till_opens_the_form(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        coop = coop_with("card", coop_id=WITH_CARDS)
        jiro = cast.join(coop, replace(cast.JIRO, member_number=numbers(coop=WITH_CARDS)))
        registering.log_in(page, jiro.member_number, jiro.provisional_password)
        expect(page.get_by_role("alert")).to_contain_text("組合員証の確認が必要です")
        look(page, "login-card")
        assert_accessible(page)
        assert world.servers.get(coop.till, f"/v1/cards/{jiro.card}").status == 200
        registering.log_in(page, jiro.member_number, jiro.provisional_password)
        expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()
