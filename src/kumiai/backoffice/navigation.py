"""The office's menu: every page says itself which roles it is for, so the menu cannot disagree."""

from typing import TYPE_CHECKING

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumiai.coops.staff.rules import Role
from kumiai.ui.context import NavItem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

# The headings of the menu, each with its pages in order: name of a page, and what it is called.
# A new page is one more line under the work it belongs to.
GROUPS: "list[tuple[Text | str, list[tuple[str, Text]]]]" = [
    (
        "",
        [
            ("office-home", _("トップ")),
            ("office-approvals", _("承認待ち")),
        ],
    ),
    (
        _("組合員と窓口"),
        [
            ("office-members", _("組合員")),
            ("office-inquiries", pgettext_lazy("office", "お問い合せ")),
            ("office-notices", _("お知らせ")),
            ("office-letters", _("登録の手紙")),
            ("office-member-files", _("組合員ファイル")),
        ],
    ),
    (
        _("お金"),
        [
            ("office-slip-sendings", _("払込票")),
            ("office-files", _("入金ファイル")),
            ("office-deposits", _("入金の照合")),
            ("office-reports", _("報告")),
            ("office-leaver-letters", _("卒業予定者への手紙")),
        ],
    ),
    (
        _("食堂とミールカード"),
        [
            ("office-dishes", _("料理と栄養価")),
            ("office-meal-plans", _("ミールプラン")),
            ("office-lunch-compensation", _("ミールカードの補償")),
        ],
    ),
    (
        _("設定と記録"),
        [
            ("office-settings", _("設定")),
            ("office-log", _("操作記録")),
            ("office-security", _("ログインの安全")),
            ("office-condition", _("稼働状況")),
        ],
    ),
]


def items(role: Role) -> list[NavItem]:
    """The entries whose pages this role may open."""
    return [
        NavItem(label, reverse(name), group=group)
        for group, pages in GROUPS
        for name, label in pages
        if role in _roles(name)
    ]


def _roles(name: str) -> frozenset[Role]:
    page = resolve(reverse(name)).func
    roles: frozenset[Role] = getattr(page, "roles", frozenset())
    return roles
