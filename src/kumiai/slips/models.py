"""What came in by payment slip: each line of a bank's file, taken in once."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop
from kumiai.ledger.models import Entry
from kumiai.members.models import Member
from kumiai.slips.models_bank import BankFile, Deposit
from kumiai.slips.models_sent import PaymentSlip, SlipSending
from kumiai.slips.models_wishes import SlipMailWish

# Each file of tables is one subject; all of them are asked for here.
__all__ = ["BankFile", "Deposit", "PaymentSlip", "SlipMailWish", "SlipPayment", "SlipSending"]


class SlipPayment(models.Model):
    """One payment by slip, credited to its member as uncollected money (guide row G40).

    `fingerprint` is what makes it this payment: two files that overlap, or one that was saved
    again, bring it in once. The file and line it first came from are kept for the office. A deposit
    whose money was split has a payment for each member.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    paid_on = models.DateField()
    amount_yen = models.IntegerField()
    reference = models.CharField(max_length=40)
    payer_kana = models.CharField(max_length=100)
    available_on = models.DateField()
    fingerprint = models.BinaryField(max_length=32)
    file_digest = models.BinaryField(max_length=32)
    file_line = models.IntegerField()
    taken_in_at = models.DateTimeField()
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["coop", "fingerprint"], name="slips_payment_once"),
            CheckConstraint(condition=Q(amount_yen__gt=0), name="slips_payment_amount"),
        ]
        indexes = [
            Index(fields=["coop", "member", "paid_on"], name="slips_payment_member"),
            Index(
                fields=["deposit"],
                condition=Q(deposit__isnull=False),
                name="slips_payment_deposit",
            ),
        ]

    def __str__(self) -> str:
        return f"slip of {self.amount_yen} paid on {self.paid_on}"
