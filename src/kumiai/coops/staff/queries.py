"""Questions about the people of a co-op's office, and about what they did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kumiai.coops.models import Staff
from kumiai.coops.staff.rules import Role


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """One person of the office; `disabled_at` if they no longer work here."""

    id: int
    coop_id: int
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None


def staff(coop_id: int) -> tuple[StaffFacts, ...]:
    """Everybody who ever worked here, in the order in which they were added."""
    return tuple(facts(row) for row in Staff.objects.filter(coop_id=coop_id).order_by("id"))


def names(*, coop_id: int, staff_ids: Collection[int]) -> dict[int, str]:
    """The names of these people of the co-op, by their ids."""
    found = Staff.objects.filter(coop_id=coop_id, id__in=staff_ids)
    return dict(found.values_list("id", "name"))


def facts(row: Staff) -> StaffFacts:
    """A row as others see it."""
    return StaffFacts(
        id=row.pk,
        coop_id=row.coop_id,
        name=row.name,
        role=Role(row.role),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
