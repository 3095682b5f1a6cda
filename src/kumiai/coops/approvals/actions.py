"""Asking for a second person, and being the second person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kumiai.coops import actions as coops
from kumiai.coops.approvals import queries
from kumiai.coops.approvals.kinds import ApprovalKind
from kumiai.coops.models import Approval, Staff
from kumiai.coops.rules import Actor
from kumiai.coops.staff import actions as people
from kumiai.coops.staff.rules import Role


class CannotAsk(Exception):
    """Without a reason, or by somebody who does not work in this co-op's office."""


class CannotDecide(Exception):
    """Not one of the co-op's, or decided already."""


class NotAnotherPerson(CannotDecide):
    """Whoever asks does not approve."""


class NotOfThisRole(CannotDecide):
    """Another role decides about this kind."""


class AskerHasLeft(CannotDecide):
    """Whoever asked was stopped meanwhile: it can be refused, and no more."""


@transaction.atomic
def ask(
    *,
    coop_id: int,
    kind: ApprovalKind,
    subject: str,
    details: Mapping[str, Any],
    reason: str,
    staff_id: int,
    at: datetime,
) -> int:
    """Ask for something another person must approve; the id of the approval. Raises CannotAsk.

    Whoever asks the same with the same reason while it waits has only pressed the button twice:
    it is asked once, so that nobody approves it twice.
    """
    asker = Staff.objects.select_for_update(no_key=True).filter(_at_work(coop_id, staff_id)).first()
    if not reason.strip() or asker is None:
        raise CannotAsk
    wanted = {
        "coop_id": coop_id,
        "kind": kind.name,
        "subject": subject,
        "details": dict(details),
        "reason": reason.strip(),
        "asked_by": asker,
    }
    if waiting := Approval.objects.filter(**wanted, decided_at=None).first():
        return waiting.pk
    row = Approval.objects.create(**wanted, asked_at=at)
    _act("ask_approval", row, staff_id, at, reason=reason)
    return row.pk


@transaction.atomic
def decide(
    *,
    coop_id: int,
    approval_id: int,
    kind: ApprovalKind,
    is_approved: bool,
    answer: str,
    staff_id: int,
    at: datetime,
) -> None:
    """Approve and do it, or refuse; all of it or nothing.

    Raises CannotDecide, AskerHasLeft, NotAnotherPerson, NotOfThisRole, and CannotExecute of the
    kind. The decider is held meanwhile: nobody stops them, or takes the role away, in between.
    """
    row = (
        Approval.objects.select_for_update(of=("self",))
        .filter(coop_id=coop_id, id=approval_id, kind=kind.name, decided_at=None)
        .select_related("asked_by")
        .first()
    )
    decider = _held(coop_id, staff_id)
    if row is None or decider is None:
        raise CannotDecide
    if row.asked_by_id == staff_id:
        raise NotAnotherPerson
    if Role(decider.role) not in kind.roles:
        raise NotOfThisRole
    if is_approved and row.asked_by.disabled_at is not None:
        raise AskerHasLeft
    row.decided_by = decider
    row.decided_at = at
    row.is_approved = is_approved
    row.answer = answer.strip()
    row.save(update_fields=["decided_by", "decided_at", "is_approved", "answer"])
    _act("approve" if is_approved else "refuse_approval", row, staff_id, at, reason=answer)
    if is_approved:
        kind.execute(queries.facts(row), Actor("staff", str(staff_id)), at)


def _held(coop_id: int, staff_id: int) -> Staff | None:
    """Whoever decides, until the transaction ends; None where they do not work here.

    What is approved may hold all managers. So a manager is held among them, in their one order:
    two who decide at once would each hold who the other waits for.
    """
    at_work = Staff.objects.filter(_at_work(coop_id, staff_id))
    if at_work.filter(role=Role.MANAGER).exists():
        people.lock_managers(coop_id=coop_id)
    return at_work.select_for_update(no_key=True).first()


def _at_work(coop_id: int, staff_id: int) -> Q:
    return Q(coop_id=coop_id, id=staff_id, disabled_at=None)


def _act(verb: str, row: Approval, staff_id: int, at: datetime, *, reason: str) -> None:
    coops.record_act(
        coop_id=row.coop_id,
        by=Actor("staff", str(staff_id)),
        verb=verb,
        subject=row.subject,
        at=at,
        reason=reason.strip(),
        details={"approval": row.pk, "kind": row.kind},
    )
