"""Which member a page of the office is about. Nobody is looked at without a line in the log."""

from django.http import Http404

from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import actions as coops
from kumiai.kit import clock
from kumiai.members import queries as members
from kumiai.members.queries import MemberFacts


def member(request: StaffRequest, member_number: str) -> MemberFacts:
    """The member of the person's own co-op; what is unknown and what is another's look alike."""
    try:
        found = members.member_by_number(member_number)
    except members.NoSuchMember as nobody:
        raise Http404 from nobody
    if found.coop_id != request.coop.id:
        raise Http404
    coops.record_act(
        coop_id=request.coop.id,
        by=request.viewer.actor,
        verb="look_up_member",
        subject=f"member:{found.member_number}",
        at=clock.now(),
        details={"page": request.path},
    )
    return found
