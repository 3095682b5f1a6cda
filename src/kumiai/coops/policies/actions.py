"""Setting a co-op's numbers from a day to come. What has begun stays as people dealt by it."""

from datetime import date, datetime
from typing import Literal

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import policy as policies
from kumiai.coops.models import PolicyVersion
from kumiai.coops.policy import Policy
from kumiai.coops.rules import Actor
from kumiai.kit import clock


class CannotSetPolicy(Exception):
    """`has_begun`: a version starts tomorrow at the earliest; `same`: nothing would change."""

    def __init__(self, problem: Literal["has_begun", "same"]) -> None:
        super().__init__(problem)
        self.problem = problem


class CannotWithdrawPolicy(Exception):
    """No version starts on that day, or it has begun."""


@transaction.atomic
def set_policy(
    *, coop_id: int, starts_on: date, policy: Policy, reason: str, by: Actor, at: datetime
) -> None:
    """Let numbers hold from a day on; a version for the same day gives way. Raises CannotSetPolicy.

    Tills, pages and the worker find it themselves when the day has come.
    """
    if starts_on <= clock.tokyo_date(at):
        raise CannotSetPolicy("has_begun")
    rows = PolicyVersion.objects.select_for_update().filter(coop_id=coop_id)
    before = rows.filter(starts_on__lte=starts_on).order_by("-starts_on").first()
    was = policies.from_document(before.document) if before else None
    if was == policy:
        raise CannotSetPolicy("same")
    document = policies.to_document(policy)
    PolicyVersion.objects.update_or_create(
        coop_id=coop_id, starts_on=starts_on, defaults={"document": document}
    )
    told = policies.to_document(was) if was else {}
    changed = {name: document[name] for name in document if document[name] != told.get(name)}
    _act("set_policy", coop_id, starts_on, reason=reason, by=by, at=at, changed=changed)


@transaction.atomic
def withdraw_policy(*, coop_id: int, starts_on: date, reason: str, by: Actor, at: datetime) -> None:
    """Take back a version that has not begun. Raises CannotWithdrawPolicy."""
    if starts_on <= clock.tokyo_date(at):
        raise CannotWithdrawPolicy
    deleted, _ = PolicyVersion.objects.filter(coop_id=coop_id, starts_on=starts_on).delete()
    if not deleted:
        raise CannotWithdrawPolicy
    _act("withdraw_policy", coop_id, starts_on, reason=reason, by=by, at=at, changed={})


def _act(
    verb: str,
    coop_id: int,
    starts_on: date,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    changed: dict[str, object],
) -> None:
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb=verb,
        subject=f"policy:{starts_on.isoformat()}",
        at=at,
        reason=reason,
        details={"changed": changed} if changed else {},
    )
