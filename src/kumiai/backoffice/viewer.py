"""Who looks at a page of the office, and what the page frame shows of that."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kumiai.backoffice import navigation, wording
from kumiai.coops.queries import CoopFacts
from kumiai.coops.rules import Actor
from kumiai.identity.staff import StaffViewer
from kumiai.ui import context


@dataclass(frozen=True, kw_only=True)
class Viewer(context.Viewer):
    """The frame's viewer, with the person of the office behind it."""

    staff: StaffViewer

    @property
    def actor(self) -> Actor:
        """Who acts, for the log."""
        return Actor("staff", str(self.staff.staff_id))


class OfficeRequest(HttpRequest):
    """A request as the middleware hands it on; without a viewer nobody is logged in."""

    coop: CoopFacts | None
    viewer: Viewer | None
    door: context.Door


class StaffRequest(OfficeRequest):
    """The same behind `access.office`: the person's own co-op, and the person.

    `renewed_key` is set where the password was shown once more, for the middleware to keep.
    """

    coop: CoopFacts
    viewer: Viewer
    renewed_key: str


def shown(staff: StaffViewer) -> Viewer:
    """What the frame shows of somebody of the office: only pages the role may open."""
    return Viewer(
        name=staff.name,
        role="staff",
        title=wording.ROLES[staff.role],
        logout_href=reverse("office-logout"),
        nav=navigation.items(staff.role),
        person_nav=[context.NavItem(_("パスキー"), reverse("office-passkeys"))],
        staff=staff,
    )


def door(coop: CoopFacts | None) -> context.Door:
    """How the office's pages call themselves."""
    name = _("%(coop)s 事務室") % {"coop": coop.short_name} if coop else _("大学生協 事務室")
    return context.Door(name, reverse("office-home"))
