"""Files of deposits as they were received, and each deposit on its way from file to member."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.files.models import KeptFile
from kumiai.coops.models import Coop
from kumiai.members.models import Member

FILE_KINDS = ("notice", "statement", "agency", "slips", "hand")
FILE_STATES = ("received", "working", "done", "discarded")
TELLS = ("paid", "flash", "confirmed", "cancelled")
DEPOSIT_STATES = (
    "read",
    "known",
    "credited",
    "suspense",
    "assigned",
    "returned",
    "taken_back",
    "confirmation",
    "cancellation",
    "unmatched",
    "set_aside",
)


class BankFile(KeptFile):
    """A file of deposits. Its content is taken in once, under any name."""

    kind = models.CharField(max_length=10)
    deposits = models.IntegerField()
    total_yen = models.BigIntegerField()
    passed_over = models.IntegerField(default=0)
    laid_down = models.IntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(name="bank_file_coop", fields=["coop", "id"]),
            UniqueConstraint(
                name="bank_file_once", fields=["coop", "digest"], condition=~Q(state="discarded")
            ),
            CheckConstraint(name="bank_file_kind", condition=Q(kind__in=FILE_KINDS)),
            CheckConstraint(name="bank_file_state", condition=Q(state__in=FILE_STATES)),
            CheckConstraint(
                name="bank_file_ordered",
                condition=Q(state__in=("received", "discarded"), ordered_at__isnull=True)
                | Q(state__in=("working", "done"), ordered_at__isnull=False),
            ),
            CheckConstraint(
                name="bank_file_done",
                condition=(~Q(state="done") & Q(finished_at__isnull=True))
                | Q(state="done", finished_at__isnull=False, worked=F("rows")),
            ),
            CheckConstraint(
                name="bank_file_progress",
                condition=Q(worked__lte=F("laid_down"), laid_down__lte=F("rows"), worked__gte=0),
            ),
        ]
        indexes = [
            Index(name="bank_file_received", fields=["coop", "received_at"]),
            Index(name="bank_file_working", fields=["worked_at"], condition=Q(state="working")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Deposit(models.Model):
    """One line of a file, and what became of its money. The database holds which way it may go.

    Money is on the suspense, credited (or assigned) to members by `SlipPayment`, sent back, or
    taken back with the bank. `original` is the deposit that a confirmation or a cancellation is
    about; `entry_id` the ledger's entry where there is one of its own.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(
        BankFile, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    position = models.IntegerField()
    place = models.IntegerField()
    tells = models.CharField(max_length=10)
    paid_on = models.DateField()
    amount_yen = models.BigIntegerField()
    payer = models.CharField(max_length=100)
    message = models.CharField(max_length=200)
    inquiry = models.CharField(max_length=40)
    likeness = models.BinaryField(max_length=32)
    fingerprint = models.BinaryField(max_length=32)
    state = models.CharField(max_length=12, default="read")
    why = models.CharField(max_length=15, blank=True)
    is_over_cap = models.BooleanField(default=False)
    reference = models.CharField(max_length=10, blank=True)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    original = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    entry_id = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="deposit_coop", fields=["coop", "id"]),
            UniqueConstraint(name="deposit_position", fields=["file", "position"]),
            UniqueConstraint(
                name="deposit_once",
                fields=["coop", "fingerprint"],
                condition=~Q(state__in=("read", "known")),
            ),
            UniqueConstraint(name="deposit_entry", fields=["entry_id"]),
            CheckConstraint(name="deposit_amount", condition=Q(amount_yen__gt=0)),
            CheckConstraint(name="deposit_tells", condition=Q(tells__in=TELLS)),
            CheckConstraint(name="deposit_state", condition=Q(state__in=DEPOSIT_STATES)),
            CheckConstraint(
                name="deposit_settled",
                condition=Q(state="read", settled_at__isnull=True)
                | (~Q(state="read") & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [
            Index(name="deposit_like", fields=["coop", "likeness"]),
            Index(
                name="deposit_reference",
                fields=["coop", "reference"],
                condition=~Q(reference=""),
            ),
            Index(
                name="deposit_open",
                fields=["coop", "paid_on", "id"],
                condition=Q(state__in=("suspense", "unmatched")),
            ),
            Index(
                name="deposit_to_work_off", fields=["file", "position"], condition=Q(state="read")
            ),
        ]

    def __str__(self) -> str:
        return f"deposit of {self.amount_yen} on {self.paid_on}"
