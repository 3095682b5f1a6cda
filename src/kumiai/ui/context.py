"""What every page shows around its content, read from two plain attributes of the request.

A middleware of a door sets them before a view runs; both may be missing or None.

`request.coop`: whose look the page has. Anything with `id` (the code), `name`, `short_name`,
`phone`, `emoney_name`, `accent_colour` and `logo`, such as `coops.queries.CoopFacts`.

`request.viewer`: who is logged in, as a `Viewer`. Its `nav` is the menu; an item is current when
its `href` is the path or begins it. Without a viewer there is no menu.

`request.door`: a `Door`, where it is not the members': what the site calls itself there.

Templates get `coop`, `brand` (what the site calls itself) and `brand_href`, `viewer`, `menu`
(groups of pairs of an item and whether it is current), `chrome` (addresses of the style sheets,
the icon and the logo), `other_language` (code and own name) and `shown_path`, where switching the
language comes back to.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from kumiai.ui import stylesheet, theme

Text = str | Promise


@dataclass(frozen=True)
class NavItem:
    """One entry of a menu or one tab; `unread` is shown as a number when it is above zero.

    Entries one after the other with the same `group` stand under it as their heading.
    """

    label: Text
    href: str
    unread: int = 0
    group: Text = ""


@dataclass(frozen=True)
class MenuGroup:
    """Entries of the menu that stand together, each with whether it is the page shown."""

    label: Text
    entries: Sequence[tuple[NavItem, bool]]


@dataclass(frozen=True)
class PageOf:
    """One of several people whose pages the viewer can see; `value` is what the form sends."""

    name: str
    number: str
    value: int
    is_shown: bool


@dataclass(frozen=True)
class Viewer:
    """Who looks at the page. `page_of` is the member's name where a guardian looks; `title` what
    somebody of the office is there. `pages_of` are those the guardian can switch to by a form that
    goes to `switch_href`, and `pages_of_href` is about all of them; none where there is only one.
    """

    name: str
    role: Literal["member", "guardian", "staff"]
    logout_href: str
    page_of: str = ""
    pages_of: Sequence[PageOf] = ()
    switch_href: str = ""
    pages_of_href: str = ""
    title: Text = ""
    nav: Sequence[NavItem] = ()
    person_nav: Sequence[NavItem] = ()


@dataclass(frozen=True)
class Door:
    """What the site calls itself at this door, and where its first page is."""

    brand: str
    home_href: str


@dataclass(frozen=True)
class Chrome:
    """Addresses that name their content, so that a browser may keep them for ever.

    `logo` is empty where the co-op has none.
    """

    stylesheet: str
    theme: str
    icon: str
    logo: str = ""


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    coop = getattr(request, "coop", None)
    viewer = getattr(request, "viewer", None)
    door = getattr(request, "door", None) or Door(_brand(coop), "/")
    return {
        "coop": coop,
        "brand": door.brand,
        "brand_href": door.home_href,
        "viewer": viewer,
        "menu": menu(viewer.nav, request.path) if viewer else [],
        "chrome": _chrome(coop),
        "other_language": _other_language(),
        "shown_path": request.get_full_path() if request.method == "GET" else request.path,
    }


def menu(nav: Sequence[NavItem], path: str) -> list[MenuGroup]:
    """The entries in their groups; of two that begin the path the longer one is current."""
    begun = [item.href for item in nav if is_current(item, path)]
    current = max(begun, key=len, default=None)
    return [
        MenuGroup(label, [(item, item.href == current) for item in items])
        for label, items in itertools.groupby(nav, key=lambda item: item.group)
    ]


def is_current(item: NavItem, path: str) -> bool:
    """Whether a path is the item's page or one below it; a door's first page has none below it."""
    return path == item.href or (item.href[-1:] != "/" and path.startswith(item.href + "/"))


def _brand(coop: Any) -> str:
    if coop is None:
        return translation.gettext("大学生協マイページ")
    return translation.gettext("%(coop)s マイページ") % {"coop": coop.short_name}


def _chrome(coop: Any) -> Chrome:
    accent = (coop.accent_colour if coop else theme.DEFAULT_ACCENT)[1:]
    sheet = reverse("ui-stylesheet", kwargs={"version": stylesheet.current().version})
    code = coop.id if coop else 0
    return Chrome(
        stylesheet=sheet,
        theme=f"/theme/{code}.css?v={accent}" if coop else "",
        icon=f"/theme/{code}.svg?v={accent}" if coop else reverse("ui-icon"),
        logo=f"/theme/{code}/{coop.logo}.png" if coop and coop.logo else "",
    )


def _other_language() -> dict[str, str]:
    here = translation.get_language()
    code, name = next((code, name) for code, name in settings.LANGUAGES if code != here)
    return {"code": code, "name": str(name)}
