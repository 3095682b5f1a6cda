"""Who works for a co-op, what they did, and what waits for a second person."""

from django.db import models
from django.db.models import F, Q

ROLES = ("clerk", "desk", "accounts", "manager", "operator")


class Staff(models.Model):
    """One person of a co-op's office, with one role. Nobody is ever removed, only disabled."""

    coop = models.ForeignKey("coops.Coop", models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    role = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="staff_once", fields=["coop", "id"]),
            models.CheckConstraint(name="staff_role", condition=Q(role__in=ROLES)),
            models.CheckConstraint(name="staff_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class StaffAct(models.Model):
    """Who did what to whom, when and why; never changed, never deleted."""

    coop = models.ForeignKey("coops.Coop", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.TextField(blank=True)
    verb = models.TextField()
    subject = models.TextField()
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(name="staff_act_subject", fields=["coop", "subject", "at"]),
            models.Index(name="staff_act_at", fields=["coop", "at"]),
            models.Index(name="staff_act_actor", fields=["coop", "actor_kind", "actor_id", "at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="staff_act_actor",
                condition=Q(
                    actor_kind__in=["staff", "operator", "system", "member", "guardian", "terminal"]
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Approval(models.Model):
    """Something one person asks for and another approves or refuses; the database holds both.

    `kind` is one of the office's kinds of approval, `details` what exactly is asked. What was
    asked never changes, and a decision is made once.
    """

    coop = models.ForeignKey("coops.Coop", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    subject = models.TextField()
    details = models.JSONField(default=dict)
    reason = models.TextField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_constraint=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Staff, models.PROTECT, related_name="+", null=True, db_constraint=False
    )
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="approval_waiting",
                fields=["coop", "asked_at"],
                condition=Q(decided_at__isnull=True),
            ),
            models.Index(name="approval_subject", fields=["coop", "subject", "asked_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="approval_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="approval_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="approval_decided",
                condition=Q(
                    decided_by__isnull=True, decided_at__isnull=True, is_approved__isnull=True
                )
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_approved__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
