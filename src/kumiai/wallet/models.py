"""What the ledger's purses do not tell: of what the uncollected money consists, and since when."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop
from kumiai.ledger.models import Entry
from kumiai.members.models import Member


class Uncollected(models.Model):
    """Money that waits for its member at a till: one payment slip, or one claim of web points.

    `remaining_yen` of all rows of a member is the purse UNCOLLECTED. There is no time limit
    (guide row G42); `available_on` is the first day on which a till hands it over.
    """

    class Source(models.TextChoices):
        SLIP = "slip"
        CLAIM = "claim"

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    source = models.CharField(max_length=5, choices=Source)
    amount_yen = models.IntegerField()
    remaining_yen = models.IntegerField()
    available_on = models.DateField()
    asked_on = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry", "coop"], name="wallet_uncollected_coop"),
            CheckConstraint(condition=Q(amount_yen__gt=0), name="wallet_uncollected_amount"),
            CheckConstraint(
                condition=Q(remaining_yen__gte=0, remaining_yen__lte=F("amount_yen")),
                name="wallet_uncollected_remaining",
            ),
            CheckConstraint(
                condition=Q(source__in=["slip", "claim"]), name="wallet_uncollected_source"
            ),
        ]
        indexes = [
            Index(fields=["coop", "member", "available_on"], name="wallet_uncollected_member")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.entry_id}"


class CollectedPart(models.Model):
    """How much of what waited was handed over in which entry."""

    id = models.BigAutoField(primary_key=True)
    uncollected = models.ForeignKey(
        Uncollected, models.PROTECT, related_name="parts", db_constraint=False
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    amount_yen = models.IntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["uncollected", "entry"], name="wallet_collectedpart_once"),
            CheckConstraint(condition=Q(amount_yen__gt=0), name="wallet_collectedpart_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_yen} of {self.uncollected_id}"
