"""Who looks at a page of the portal, and what the page frame shows of that."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kumiai.coops.queries import CoopFacts
from kumiai.identity import queries as identity
from kumiai.ui import context
from kumiai.ui.context import NavItem


@dataclass(frozen=True, kw_only=True)
class Viewer(context.Viewer):
    """The frame's viewer, with the login behind it: `login.member_id` is whose page it is."""

    login: identity.Viewer


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
    return Viewer(
        name=(login.guardian_name or _("保護者")) if is_guardian else login.member_name,
        role="guardian" if is_guardian else "member",
        logout_href=reverse("logout"),
        page_of=login.member_name if is_guardian else "",
        nav=_items(
            [
                ("home", _("トップ")),
                ("purchases", _("購入／入金履歴")),
                ("web-points", _("Webポイント")),
                ("card-suspension", _("利用停止申請")),
            ]
        ),
        person_nav=_items(
            [
                ("registration-details", _("登録情報の確認・変更")),
                ("sharing", _("保護者への公開")),
                ("help", _("ヘルプ")),
            ]
        ),
        login=login,
    )


def _items(named: list[tuple[str, str]]) -> list[NavItem]:
    """The entries whose pages there are."""
    items = []
    for name, label in named:
        try:
            items.append(NavItem(label, reverse(name)))
        except NoReverseMatch:
            continue
    return items
