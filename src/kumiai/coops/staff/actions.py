"""Taking people into the office and out of it."""

from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.models import Staff
from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries
from kumiai.coops.staff.queries import StaffFacts
from kumiai.coops.staff.rules import Role


class NoSuchStaff(LookupError):
    """Nobody of this co-op, or somebody who is disabled already."""


@transaction.atomic
def add(*, coop_id: int, name: str, role: Role, by: Actor, at: datetime) -> StaffFacts:
    """Somebody new; what they log in with is the identity room's."""
    row = Staff.objects.create(coop_id=coop_id, name=name, role=role, created_at=at)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="add_staff",
        subject=f"staff:{row.pk}",
        at=at,
        details={"name": name, "role": role.value},
    )
    return queries.facts(row)


@transaction.atomic
def disable(*, coop_id: int, staff_id: int, reason: str, by: Actor, at: datetime) -> None:
    """From now on nothing opens for them; what they did stays. Raises NoSuchStaff."""
    working = Staff.objects.filter(coop_id=coop_id, id=staff_id, disabled_at=None)
    if not working.update(disabled_at=at):
        raise NoSuchStaff(str(staff_id))
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="disable_staff",
        subject=f"staff:{staff_id}",
        at=at,
        reason=reason,
    )


@transaction.atomic
def change_role(
    *, coop_id: int, staff_id: int, role: Role, reason: str, by: Actor, at: datetime
) -> None:
    """From now on they may do what the role may, and no more. Raises NoSuchStaff."""
    working = Staff.objects.select_for_update(no_key=True)
    row = working.filter(coop_id=coop_id, id=staff_id, disabled_at=None).first()
    if row is None:
        raise NoSuchStaff(str(staff_id))
    before, row.role = row.role, role.value
    row.save(update_fields=["role"])
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="change_role",
        subject=f"staff:{staff_id}",
        at=at,
        reason=reason,
        details={"from": before, "to": role.value},
    )


def lock_managers(*, coop_id: int) -> frozenset[int]:
    """The managers at work, held until the transaction ends: two cannot stop each other at once."""
    rows = Staff.objects.select_for_update(no_key=True).filter(
        coop_id=coop_id, role=Role.MANAGER, disabled_at=None
    )
    return frozenset(rows.order_by("id").values_list("id", flat=True))
