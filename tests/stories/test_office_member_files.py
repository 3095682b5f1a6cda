"""The member desk takes member files in: what would change, what is wrong, how far it is."""

import contextlib
from collections.abc import Callable, Iterator

from django.db import connection, transaction
from playwright.sync_api import Page, expect

from kumiai.joining.models import KeptMemberFile
from kumiai.members.models import Member
from tests import office as offices
from tests.members.files import HANAKO, HEADER, TARO, member_csv
from tests.stories import office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World

LEFT = (*HEADER, "脱退日")


def bring(page: Page, name: str, *rows: dict[str, str]) -> None:
    """Upload a file at the office and wait until the worker has read it."""
    raw = member_csv(*rows, header=LEFT).encode("cp932")
    page.goto("/office/files/members")
    page.set_input_files("input[name=file]", {"name": name, "mimeType": "text/csv", "buffer": raw})
    page.get_by_role("button", name="読み込んで確認する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("main")).not_to_contain_text("ファイルを確認しています")


def part(page: Page, heading: str) -> str:
    """The part of the page under a heading, as one line."""
    section = page.locator("section").filter(has=page.get_by_role("heading", name=heading))
    return " ".join(section.inner_text().split())


class TestMemberFiles:
    def test_say_in_words_which_rows_are_wrong(
        self, world: World, page: Page, numbers: Callable[..., str]
    ) -> None:
        office.open_for(page, offices.desk(world.coop))
        good = HANAKO | {"組合員番号": numbers()}
        bad = TARO | {"組合員番号": numbers(), "生年月日": "2006-02-30"}
        bring(page, "wrong.csv", good, bad)
        wrong = part(page, "直していただく行")
        assert "3 生年月日 日付として読めません: 「2006-02-30」" in wrong
        main = page.get_by_role("main")
        expect(main).to_contain_text("1行に誤りがあるため、何も取り込んでいません。")
        expect(page.get_by_role("button", name="取り込む", exact=True)).to_have_count(0)
        assert_accessible(page)
        look(page, "office-member-file-wrong")
        assert not Member.objects.filter(member_number=good["組合員番号"]).exists()

    def test_show_who_joins_changes_and_leaves_and_then_take_them_in(
        self, world: World, page: Page, numbers: Callable[..., str]
    ) -> None:
        office.open_for(page, offices.desk(world.coop))
        hanako = HANAKO | {"組合員番号": numbers()}
        taro = TARO | {"組合員番号": numbers()}
        bring(page, "april.csv", hanako, taro)
        joins = part(page, "加入する人")
        assert "青森 花子" in joins
        assert "弘前 太郎" in joins
        self.take_in(page)
        expect(page.get_by_role("main")).to_contain_text("加入2人、変更0人、変更なし0人")

        moved = hanako | {"帰省先電話番号": "0177-00-0000"}
        leaving = taro | {"脱退日": "2026-03-31"}
        newcomer = HANAKO | {"組合員番号": numbers(), "氏名": "黒石 りんご"}
        bring(page, "may.csv", moved, leaving, newcomer)
        assert "黒石 りんご" in part(page, "加入する人")
        assert "帰省先電話番号：0172344806 → 0177000000" in part(page, "変更する人")
        assert "弘前 太郎" in part(page, "脱退する人")
        assert_accessible(page)
        look(page, "office-member-file-read")
        with _members_held_still():
            page.get_by_role("button", name="取り込む", exact=True).click()
            expect(page.get_by_role("progressbar")).to_be_visible()
            expect(page.get_by_role("main")).to_contain_text("取り込み中です（0／3）")
            assert_accessible(page)
            look(page, "office-member-file-working")
        # Nobody touches the page: it renews itself.
        expect(page.get_by_role("main")).to_contain_text("加入1人、変更2人、変更なし0人")
        look(page, "office-member-file-done")
        left = Member.objects.get(member_number=taro["組合員番号"]).left_on
        assert str(left) == "2026-03-31"

        bring(page, "may-again.csv", moved, leaving, newcomer)
        main = page.get_by_role("main")
        expect(main).to_contain_text("このファイルで変わることはありません。")
        expect(main).to_contain_text("「may.csv」として受け取り、取り込みました")
        expect(page.get_by_role("button", name="取り込む", exact=True)).to_have_count(0)
        assert_accessible(page)
        look(page, "office-member-file-again")
        assert Member.objects.filter(member_number=newcomer["組合員番号"]).count() == 1

    def test_of_the_same_content_wait_once(
        self, world: World, page: Page, numbers: Callable[..., str]
    ) -> None:
        desk = offices.desk(world.coop)
        office.open_for(page, desk)
        row = HANAKO | {"組合員番号": numbers()}
        bring(page, "june.csv", row)
        page.goto("/office/files/members")
        raw = member_csv(row, header=LEFT).encode("cp932")
        page.set_input_files(
            "input[name=file]", {"name": "copy.csv", "mimeType": "text/csv", "buffer": raw}
        )
        page.get_by_role("button", name="読み込んで確認する").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text(f"{desk.name}さんが「june.csv」として受け取っています")
        assert_accessible(page)
        look(page, "office-member-file-at-hand")
        assert not KeptMemberFile.objects.filter(name="copy.csv").exists()

    def take_in(self, page: Page) -> None:
        page.get_by_role("button", name="取り込む", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("取り込んだ結果")


@contextlib.contextmanager
def _members_held_still() -> Iterator[None]:
    """While it lasts everybody may read the members, and the worker waits before its first step."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE members_member IN SHARE MODE")
        yield
