"""What stands around every page, from two attributes of the request."""

import dataclasses
from types import SimpleNamespace

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from kumiai.ui import context
from kumiai.ui.context import NavItem, Viewer
from tests.ui.test_views import HIROSAKI

NAV = (
    NavItem("トップ", "/home"),
    NavItem("履歴", "/purchases"),
    NavItem("お知らせ", "/notices", 2),
)
MOTHER = Viewer(
    name="津軽 恵子",
    role="guardian",
    page_of="津軽 花子",
    nav=NAV,
    person_nav=(NavItem("登録情報の確認・変更", "/registration-details"),),
    logout_href="/logout",
)


def request_to(path: str, viewer: Viewer | None = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.coop = HIROSAKI  # type: ignore[attr-defined]
    request.viewer = viewer  # type: ignore[attr-defined]
    return request


def page(path: str, viewer: Viewer | None = None) -> str:
    return render_to_string("ui/base.html", {}, request_to(path, viewer))


class TestPageFrame:
    def test_names_the_coop_and_its_phone(self) -> None:
        text = page("/")
        assert "弘前大学生協 マイページ" in text
        assert 'href="tel:0172-34-4806"' in text
        assert "/theme/2101.css?v=0b6857" in text

    def test_shows_the_logo_of_the_coop_or_the_mark(self) -> None:
        request = request_to("/")
        request.coop = SimpleNamespace(**vars(HIROSAKI) | {"logo": "0f"})  # type: ignore[attr-defined]
        text = render_to_string("ui/base.html", {}, request)
        assert 'src="/theme/2101/0f.png" alt=""' in text
        assert "brand__mark" not in text
        assert "brand__mark" in page("/")

    def test_has_no_menu_before_a_login(self) -> None:
        assert 'id="menu"' not in page("/")

    def test_shows_a_guardian_whose_page_it_is(self) -> None:
        text = page("/home", MOTHER)
        assert "<b>津軽 恵子</b> さん（保護者）" in text
        assert "<b>津軽 花子</b> さんのページ" in text

    def test_marks_the_page_shown_and_no_other(self) -> None:
        for path in ("/purchases", "/purchases/2026-11"):
            text = page(path, MOTHER)
            assert text.count('aria-current="page"') == 1
            assert 'href="/purchases" aria-current="page"' in text
        assert "aria-current" not in page("/purchases-of-somebody", MOTHER)

    def test_marks_the_longer_of_two_addresses_that_begin_the_path(self) -> None:
        nav = (NavItem("入金", "/files", group="お金"), NavItem("名簿", "/files/members"))
        groups = context.menu(nav, "/files/members/3")
        assert [group.label for group in groups] == ["お金", ""]
        assert [is_current for group in groups for _, is_current in group.entries] == [False, True]

    def test_puts_entries_of_one_kind_under_their_heading(self) -> None:
        nav = (*NAV, NavItem("報告", "/reports", group="お金"))
        text = page("/home", dataclasses.replace(MOTHER, nav=nav))
        assert '<ul class="menu__list" aria-labelledby="menu-2">' in " ".join(text.split())
        assert "お金" not in page("/home", MOTHER)

    def test_logs_out_by_a_form_and_not_by_a_link(self) -> None:
        text = page("/home", MOTHER)
        assert 'method="post" action="/logout"' in text
        assert 'href="/logout"' not in text

    def test_offers_the_other_language_and_the_way_back(self) -> None:
        text = page("/purchases?tab=food", MOTHER)
        assert 'name="language" value="en"' in text
        assert 'name="next" value="/purchases?tab=food"' in text
        with translation.override("en"):
            assert 'name="language" value="ja"' in page("/")

    def test_comes_back_by_path_alone_from_the_answer_to_a_form(self) -> None:
        request = RequestFactory().post("/registration?step=2", {})
        assert context.page_frame(request)["shown_path"] == "/registration"

    def test_escapes_names(self) -> None:
        stranger = Viewer(name="<script>", role="member", logout_href="/logout")
        assert "<script>" not in page("/home", stranger)
