"""What the co-op has sent out: payment slips, each with the reference that comes back (row G43)."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop
from kumiai.members.models import Member


class SlipSending(models.Model):
    """One pile of payment slips: what for, how much is suggested, until when, and who sent it."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)
    guide_amount_yen = models.IntegerField()
    due_on = models.DateField(null=True)
    sent_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="slip_sending_once", fields=["coop", "id"]),
            CheckConstraint(
                name="slip_sending_amount",
                condition=Q(guide_amount_yen__gte=1, guide_amount_yen__lte=300_000),
            ),
            CheckConstraint(
                name="slip_sending_purpose",
                condition=~Q(purpose="") & ~Q(purpose__regex=r"[\r\n]"),
            ),
        ]
        indexes = [Index(name="slip_sending_at", fields=["coop", "sent_at"])]

    def __str__(self) -> str:
        return f"slips for {self.purpose}, {self.sent_at:%Y-%m-%d}"


class PaymentSlip(models.Model):
    """One slip of a pile; whoever pays with it, its reference says for whom.

    The reference is a number counted up per co-op with its check digit, see `slips.rules`.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    sending = models.ForeignKey(
        SlipSending, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    reference = models.CharField(max_length=10)

    class Meta:
        constraints = [
            UniqueConstraint(name="payment_slip_reference_once", fields=["coop", "reference"]),
            UniqueConstraint(name="payment_slip_one_each", fields=["sending", "member"]),
            CheckConstraint(
                name="payment_slip_reference", condition=Q(reference__regex="^[0-9]{10}$")
            ),
        ]
        indexes = [Index(name="payment_slip_member", fields=["coop", "member"])]

    def __str__(self) -> str:
        return self.reference
