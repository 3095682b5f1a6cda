"""Which numbers hold from which day."""

from dataclasses import dataclass
from datetime import date

from kumiai.coops import policy as policies
from kumiai.coops.models import PolicyVersion
from kumiai.coops.policy import Policy


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """The numbers that hold from a day until the next version."""

    starts_on: date
    policy: Policy


def versions(coop_id: int) -> tuple[VersionFacts, ...]:
    """All versions of a co-op, the latest first; those to come stand before the one in force."""
    rows = PolicyVersion.objects.filter(coop_id=coop_id).order_by("-starts_on")
    return tuple(VersionFacts(row.starts_on, policies.from_document(row.document)) for row in rows)
