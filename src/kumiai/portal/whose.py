"""Whose page is shown: a member the viewer may see, and how much of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kumiai.coops.policy import Policy
from kumiai.identity import actions
from kumiai.identity import viewing as identity
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.members import rules as members
from kumiai.portal import wording
from kumiai.portal.viewer import ViewersRequest
from kumiai.ui.context import Text


@dataclass(frozen=True, slots=True)
class Shown:
    """The member whose page it is, the moment, and the policy of that day.

    `seen` is what the viewer may see of it: a member everything, a guardian what is shared.
    `usable_until` is the last day of prepaid money (row G47), None where no year is known.
    """

    coop_id: int
    member_id: int
    at: datetime
    policy: Policy
    is_guardian: bool
    seen: frozenset[Section]
    usable_until: date | None

    @property
    def is_over(self) -> bool:
        """Whether prepaid money can neither be used nor taken in any more."""
        return self.usable_until is not None and self.usable_until < clock.tokyo_date(self.at)

    @property
    def has_balances(self) -> bool:
        return Section.BALANCES in self.seen

    @property
    def has_totals(self) -> bool:
        return Section.TOTALS in self.seen

    @property
    def has_details(self) -> bool:
        """Single purchases; the prepaid history has balances between them."""
        return Section.LINES in self.seen

    @property
    def has_prepaid_history(self) -> bool:
        return self.has_details and self.has_balances

    @property
    def has_meals(self) -> bool:
        return Section.MEALS in self.seen

    @property
    def hidden(self) -> list[Text]:
        """What is not shown, by the names the pages have for it."""
        return [name for section, name in wording.SECTIONS.items() if section not in self.seen]


def shown(request: ViewersRequest) -> Shown:
    """The member behind this login; what is unknown and what is forbidden look alike."""
    login = request.viewer.login
    if login.member_id not in identity.members_visible_to(login):
        raise Http404
    return Shown(
        coop_id=login.coop_id,
        member_id=login.member_id,
        at=clock.now(),
        policy=login.policy,
        is_guardian=login.kind == "guardian",
        seen=login.seen,
        usable_until=members.prepaid_usable_until(login.graduation_year),
    )


def note_looked(page: Shown, *looked_at: Section) -> None:
    """Before a page shows these sections: the member sees later that the guardian looked."""
    if page.is_guardian:
        actions.note_guardian_views(
            coop_id=page.coop_id,
            member_id=page.member_id,
            seen=page.seen & frozenset(looked_at),
            at=page.at,
        )


def not_shared(request: ViewersRequest, page: Shown) -> HttpResponse:
    """Says plainly that the guardian does not see this, and what else is not shared."""
    return render(request, "portal/not_shared.html", {"shown": page}, status=403)
