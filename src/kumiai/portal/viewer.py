"""Who looks at a page of the portal, and what the page frame shows of that."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from kumiai.coops.queries import CoopFacts
from kumiai.identity import viewing as identity
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.meals import queries as meals
from kumiai.meals.queries import Holding
from kumiai.portal import noticeboard
from kumiai.portal.noticeboard import Board
from kumiai.purchases import rules as purchase_rules
from kumiai.ui import context
from kumiai.ui.context import NavItem, PageOf

MONTHS_OF_MEALS = 3


@dataclass(frozen=True, kw_only=True)
class Viewer(context.Viewer):
    """The frame's viewer, with the login behind it: `login.member_id` is whose page it is.

    `board` has the newest notices, `holding` the meal card with its days since two months before;
    they are asked for once, by the first page that shows any of it.
    """

    login: identity.Viewer
    board: Board
    holding: Holding | None


class PortalRequest(HttpRequest):
    """A request as the middleware hands it on: whose look the page has, and who looks at it."""

    coop: CoopFacts | None
    viewer: Viewer | None


class ViewersRequest(PortalRequest):
    """The same behind `access.logged_in`."""

    coop: CoopFacts
    viewer: Viewer


def shown(login: identity.Viewer) -> Viewer:
    """What the frame shows of a login."""
    is_guardian = login.kind == "guardian"
    board = SimpleLazyObject(lambda: noticeboard.board(login))
    holding = SimpleLazyObject(lambda: _holding(login))
    return Viewer(
        name=(login.guardian_name or _("保護者")) if is_guardian else login.member_name,
        role="guardian" if is_guardian else "member",
        logout_href=reverse("logout"),
        page_of=login.member_name if is_guardian else "",
        pages_of=[
            PageOf(one.name, one.member_number, one.link_id, one.is_shown) for one in login.children
        ],
        switch_href=reverse("child-shown") if login.children else "",
        pages_of_href=reverse("children") if login.children else "",
        nav=SimpleLazyObject(lambda: _nav(board, holding)),  # type: ignore[arg-type]
        person_nav=_items(
            [
                ("registration-details", _("登録情報の確認・変更")),
                ("sharing", _("保護者への公開")),
                ("inquiries", _("お問い合せ")),
                ("help", _("ヘルプ")),
            ]
        ),
        login=login,
        board=board,  # type: ignore[arg-type]
        holding=holding,  # type: ignore[arg-type]
    )


def _holding(login: identity.Viewer) -> Holding | None:
    """Nothing where the meals are not shared with this guardian."""
    if Section.MEALS not in login.seen:
        return None
    today = clock.tokyo_date(clock.now())
    return meals.holding(
        coop_id=login.coop_id,
        member_id=login.member_id,
        on=today,
        since=purchase_rules.months_shown(today, count=MONTHS_OF_MEALS)[-1],
    )


def _nav(board: Board, holding: Holding | None) -> list[NavItem]:
    """The meal card is there for its holders only (guide row G30)."""
    return _items(
        [
            ("home", _("トップ")),
            ("purchases", _("購入／入金履歴")),
            *([("meal-card", _("ミールカード"))] if holding else []),
            ("web-points", _("Webポイント")),
            ("notices", _("お知らせ")),
            ("card-suspension", _("利用停止申請")),
        ],
        unread=board.unread,
    )


def _items(named: list[tuple[str, str]], *, unread: int = 0) -> list[NavItem]:
    """The entries whose pages there are; `unread` stands at the notices."""
    items = []
    for name, label in named:
        try:
            items.append(NavItem(label, reverse(name), unread if name == "notices" else 0))
        except NoReverseMatch:
            continue
    return items
