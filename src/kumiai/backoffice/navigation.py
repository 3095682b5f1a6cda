"""The office's menu: every page says itself which roles it is for, so the menu cannot disagree."""

from typing import TYPE_CHECKING

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from kumiai.coops.staff.rules import Role
from kumiai.ui.context import NavItem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

# Name of a page, and what the menu calls it, in the menu's order.
PAGES: "list[tuple[str, Text]]" = [
    ("office-home", _("事務室")),
    ("office-members", _("組合員")),
    ("office-inquiries", _("お問い合せ")),
    ("office-slip-sendings", _("払込票")),
    ("office-letters", _("登録の手紙")),
    ("office-member-files", _("組合員ファイル")),
    ("office-files", _("入金ファイル")),
    ("office-deposits", _("入金の照合")),
    ("office-approvals", _("承認待ち")),
    ("office-dishes", _("料理と栄養価")),
    ("office-lunch-compensation", _("ミールカードの補償")),
    ("office-notices", _("お知らせ")),
    ("office-reports", _("報告")),
    ("office-settings", _("設定")),
    ("office-log", _("操作記録")),
    ("office-security", _("ログインの安全")),
]


def items(role: Role) -> list[NavItem]:
    """The entries whose pages this role may open."""
    return [NavItem(label, reverse(name)) for name, label in PAGES if role in _roles(name)]


def _roles(name: str) -> frozenset[Role]:
    page = resolve(reverse(name)).func
    roles: frozenset[Role] = getattr(page, "roles", frozenset())
    return roles
