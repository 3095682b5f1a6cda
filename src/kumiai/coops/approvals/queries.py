"""What waits for a second person, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kumiai.coops.models import Approval


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """What is asked, by whom and why; and the decision, once there is one."""

    id: int
    coop_id: int
    kind: str
    subject: str
    details: Mapping[str, Any]
    reason: str
    asked_by: int
    asked_by_name: str
    asked_at: datetime
    decided_by: int | None
    decided_by_name: str
    decided_at: datetime | None
    is_approved: bool | None
    answer: str


def waiting(coop_id: int, *, part: slice = slice(None)) -> tuple[ApprovalFacts, ...]:
    """What nobody has decided yet, the oldest first."""
    rows = Approval.objects.filter(coop_id=coop_id, decided_at=None)
    return _all(rows.order_by("asked_at", "id"), part)


def decided(coop_id: int, *, part: slice) -> tuple[ApprovalFacts, ...]:
    """What was decided last."""
    rows = Approval.objects.filter(coop_id=coop_id, decided_at__isnull=False)
    return _all(rows.order_by("-decided_at", "-id"), part)


def of_subject(coop_id: int, subject: str) -> tuple[ApprovalFacts, ...]:
    """What was asked about a subject, the latest first."""
    rows = Approval.objects.filter(coop_id=coop_id, subject=subject)
    return _all(rows.order_by("-asked_at", "-id"))


def approval(*, coop_id: int, approval_id: int) -> ApprovalFacts | None:
    """One of the co-op's, or None."""
    found = _all(Approval.objects.filter(coop_id=coop_id, id=approval_id))
    return found[0] if found else None


def facts(row: Approval) -> ApprovalFacts:
    """A row as others see it."""
    return ApprovalFacts(
        id=row.pk,
        coop_id=row.coop_id,
        kind=row.kind,
        subject=row.subject,
        details=row.details,
        reason=row.reason,
        asked_by=row.asked_by_id,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        decided_by=row.decided_by_id,
        decided_by_name=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        is_approved=row.is_approved,
        answer=row.answer,
    )


def _all(rows: Any, part: slice = slice(None)) -> tuple[ApprovalFacts, ...]:
    return tuple(facts(row) for row in rows.select_related("asked_by", "decided_by")[part])
