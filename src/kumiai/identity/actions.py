"""Every write about logins."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kumiai.identity import provisional


@transaction.atomic
def register_provisionally(*, coop_id: int, member_ids: Sequence[int], at: datetime) -> int:
    """Give members and guardians their provisional logins (guide rows G01, G02).

    For those who joined since the policy's year and have not left; others are passed over. Who
    has a login keeps it; secrets of those still provisional follow the member file. Doing it
    twice changes nothing. Returns how many logins are new.
    """
    return provisional.register(coop_id=coop_id, member_ids=member_ids, at=at)
