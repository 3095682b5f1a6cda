"""Whose page is shown: a member the viewer may see, and how much of it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.identity import queries as identity
from kumiai.kit import clock
from kumiai.portal.viewer import ViewersRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """The member whose page it is, the moment, and the policy of that day.

    `has_details` unless a guardian sees totals only.
    """

    coop_id: int
    member_id: int
    at: datetime
    policy: Policy
    has_details: bool


def shown(request: ViewersRequest) -> Shown:
    """The member behind this login; what is unknown and what is forbidden look alike."""
    login = request.viewer.login
    if login.member_id not in identity.members_visible_to(login):
        raise Http404
    at = clock.now()
    policy = coops.policy_on(login.coop_id, clock.tokyo_date(at))
    return Shown(
        coop_id=login.coop_id,
        member_id=login.member_id,
        at=at,
        policy=policy,
        has_details=login.kind != "guardian" or policy.guardian_sees == "all",
    )
