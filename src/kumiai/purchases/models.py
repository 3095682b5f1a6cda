"""Purchases, reversals and their lines: what entries of the ledger were about. Never changed."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop, Store, Terminal
from kumiai.ledger.models import Entry
from kumiai.members.models import Member
from kumiai.purchases import models_told  # noqa: F401 - Django looks for it in this module

GENRES = ("food", "books", "learning_goods", "other")


class Purchase(models.Model):
    """One settled sale. Amounts in yen, points in tenths; the four tenders make up the total.

    `member` is None for a sale that stands on the co-op's suspense: made offline with a card that
    was stopped or unknown. `shortfall_yen` is the part of the prepaid tender that became a debt.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    terminal = models.ForeignKey(
        Terminal, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField()
    receipt_number = models.CharField(max_length=40)
    cashier = models.CharField(max_length=40)
    sequence = models.BigIntegerField(null=True)
    is_offline = models.BooleanField()
    total_yen = models.IntegerField()
    meal_card_yen = models.IntegerField()
    prepaid_yen = models.IntegerField()
    cash_yen = models.IntegerField()
    other_yen = models.IntegerField()
    shortfall_yen = models.IntegerField()
    collected_yen = models.IntegerField()
    debt_recovered_yen = models.IntegerField()
    points_earned_tenths = models.IntegerField()
    points_converted_tenths = models.IntegerField()
    auto_top_up_yen = models.IntegerField()
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(
                    total_yen=F("meal_card_yen") + F("prepaid_yen") + F("cash_yen") + F("other_yen")
                ),
                name="purchases_purchase_tenders",
            ),
            CheckConstraint(
                condition=Q(
                    total_yen__gte=0,
                    meal_card_yen__gte=0,
                    prepaid_yen__gte=0,
                    cash_yen__gte=0,
                    other_yen__gte=0,
                    shortfall_yen__gte=0,
                    collected_yen__gte=0,
                    debt_recovered_yen__gte=0,
                    points_earned_tenths__gte=0,
                    points_converted_tenths__gte=0,
                    auto_top_up_yen__gte=0,
                ),
                name="purchases_purchase_not_negative",
            ),
        ]
        indexes = [
            Index(
                fields=["member", "posted_at"],
                include=["total_yen", "points_earned_tenths"],
                name="purchases_purchase_member",
            )
        ]

    def __str__(self) -> str:
        return f"purchase {self.entry_id}"


class PurchaseLine(models.Model):
    """One line of a receipt. A discount has a negative amount; `tax_rate` in percent."""

    pk = models.CompositePrimaryKey("purchase_id", "position")
    purchase = models.ForeignKey(
        Purchase, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    position = models.SmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    genre = models.CharField(max_length=14)
    quantity = models.IntegerField()
    unit_price_yen = models.IntegerField()
    amount_yen = models.IntegerField()
    tax_rate = models.SmallIntegerField()
    is_meal_eligible = models.BooleanField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(genre__in=GENRES), name="purchases_line_genre"),
            CheckConstraint(condition=Q(tax_rate__in=[0, 8, 10]), name="purchases_line_tax_rate"),
        ]

    def __str__(self) -> str:
        return self.name


class OfflineSale(models.Model):
    """What the office is told of one sale made offline, in yen; see `purchases.offline`.

    `card` is what the till read. `contact_at` is the till's last contact before the sale and
    `till_yen` what it has sold on cards since then, of which `on_card_yen` is this sale's part.
    `flags` say what is to be looked at. `body` is the sale as it was sent, only where the card is
    unknown: such a sale is declined, in no other table, and the office's to resolve.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    terminal = models.ForeignKey(
        Terminal, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    card = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField()
    contact_at = models.DateTimeField()
    total_yen = models.IntegerField()
    on_card_yen = models.IntegerField()
    till_yen = models.BigIntegerField()
    flags = models.CharField(max_length=60)
    body = models.TextField(null=True)
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(
                    on_card_yen__gte=0,
                    total_yen__gte=F("on_card_yen"),
                    till_yen__gte=F("on_card_yen"),
                ),
                name="purchases_offlinesale_yen",
            ),
            CheckConstraint(
                condition=Q(body=None) | Q(member=None, flags__contains="card_unknown"),
                name="purchases_offlinesale_body",
            ),
        ]
        indexes = [
            Index(fields=["terminal", "posted_at"], name="purchases_offline_contact"),
            Index(fields=["terminal", "contact_at", "till_yen"], name="purchases_offline_till"),
            Index(fields=["member", "occurred_at"], name="purchases_offline_member"),
            Index(
                fields=["coop", "posted_at"], condition=~Q(flags=""), name="purchases_offline_flags"
            ),
        ]

    def __str__(self) -> str:
        return f"offline sale {self.entry_id}"


class Reversal(models.Model):
    """What one reversal took back of an earlier entry: a sale, by its lines, or a whole top-up.

    `number` counts the reversals of one original from 1. The four tenders are what they gave back
    and make up the total; `meal_lapsed_yen` of the meal card's returned to nobody, its day being
    over. `debt_recovered_yen` is the part of the prepaid tender that paid a debt, `debt_added_yen`
    what is owed from now on. Points in tenths: `points_taken_back_tenths` left the points purse,
    `points_redeemed_tenths` had become yen before and were taken as `points_yen`. `member` is None
    for a sale on the co-op's suspense.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    original = models.ForeignKey(
        Entry, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.SmallIntegerField()
    is_top_up = models.BooleanField()
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    terminal = models.ForeignKey(
        Terminal, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    cashier = models.CharField(max_length=40)
    sequence = models.BigIntegerField(null=True)
    total_yen = models.IntegerField()
    meal_card_yen = models.IntegerField()
    prepaid_yen = models.IntegerField()
    cash_yen = models.IntegerField()
    other_yen = models.IntegerField()
    meal_lapsed_yen = models.IntegerField()
    debt_recovered_yen = models.IntegerField()
    debt_added_yen = models.IntegerField()
    points_taken_back_tenths = models.IntegerField()
    points_redeemed_tenths = models.IntegerField()
    points_yen = models.IntegerField()
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["original", "number"], name="purchases_reversal_once"),
            CheckConstraint(
                condition=Q(
                    total_yen=F("meal_card_yen") + F("prepaid_yen") + F("cash_yen") + F("other_yen")
                ),
                name="purchases_reversal_tenders",
            ),
            CheckConstraint(
                condition=Q(
                    total_yen__gte=0,
                    meal_card_yen__gte=0,
                    prepaid_yen__gte=0,
                    cash_yen__gte=0,
                    other_yen__gte=0,
                    meal_lapsed_yen__gte=0,
                    debt_recovered_yen__gte=0,
                    debt_added_yen__gte=0,
                    points_taken_back_tenths__gte=0,
                    points_redeemed_tenths__gte=0,
                    points_yen__gte=0,
                ),
                name="purchases_reversal_not_negative",
            ),
            # A top-up goes back once, in whole and in cash.
            CheckConstraint(
                condition=Q(
                    is_top_up=True,
                    number=1,
                    total_yen=F("cash_yen"),
                    debt_added_yen__lte=F("total_yen"),
                    debt_recovered_yen=0,
                    points_taken_back_tenths=0,
                    points_redeemed_tenths=0,
                    points_yen=0,
                )
                | Q(
                    is_top_up=False,
                    number__gte=1,
                    meal_lapsed_yen__lte=F("meal_card_yen"),
                    debt_recovered_yen__lte=F("prepaid_yen"),
                    debt_added_yen__lte=F("points_yen"),
                ),
                name="purchases_reversal_parts",
            ),
        ]
        indexes = [Index(fields=["member", "posted_at"], name="purchases_reversal_member")]

    def __str__(self) -> str:
        return f"reversal {self.entry_id} of {self.original_id}"


class ReversalLine(models.Model):
    """So many pieces of one line of the original, and what they cost, in yen."""

    pk = models.CompositePrimaryKey("reversal_id", "position")
    reversal = models.ForeignKey(
        Reversal, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    position = models.SmallIntegerField()
    quantity = models.IntegerField()
    amount_yen = models.IntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(quantity__gt=0), name="purchases_reversalline_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.position}"
