"""The codes for letters of those a member file is about, where the co-op lets people in so."""

from datetime import datetime

from django.db import transaction

from kumiai.coops.rules import Actor
from kumiai.identity import actions as identity
from kumiai.identity import queries as logins
from kumiai.identity.actions import IssuedCode
from kumiai.joining.actions import reading
from kumiai.joining.models import KeptMemberFile
from kumiai.kit import clock
from kumiai.members import queries as members


@transaction.atomic
def missing_codes(*, coop_id: int, file_id: int, by: Actor, at: datetime) -> tuple[IssuedCode, ...]:
    """Codes for the people of a file who have none yet; kept nowhere but with the caller."""
    # Asked first: a long file is not read again for letters nobody prints.
    if logins.scheme_on(coop_id, clock.tokyo_date(at)).kind != "code":
        return ()
    file = KeptMemberFile.objects.defer("raw").get(coop_id=coop_id, id=file_id)
    numbers = [row.member_number for row in reading.content_of(file=file).rows]
    ids = members.member_ids(coop_id=coop_id, member_numbers=numbers)
    return identity.issue_codes(coop_id=coop_id, member_ids=sorted(ids.values()), by=by, at=at)
