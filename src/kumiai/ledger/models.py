"""The ledger's tables. Only `posting` writes entries and transfers; the database refuses changes.

The composite foreign keys, the append-only triggers and the trigger that moves a purse's stored
balance with its transfers are in `migrations/sql/`: the ORM has no words for them.
"""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop, Terminal
from kumiai.ledger.accounts import PURSES, Kind, Unit


def _reference(model: type[models.Model] | str, **options: Any) -> Any:
    """A foreign key whose constraint (composite, with the co-op) and indexes stand elsewhere."""
    options.setdefault("related_name", "+")
    return models.ForeignKey(
        model, on_delete=models.PROTECT, db_constraint=False, db_index=False, **options
    )


def _choices(values: type[Kind] | type[Unit]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class Account(models.Model):
    """Something that holds yen or tenths of a point: a member's purse or a side of the co-op.

    `holder_id` is the member of a purse and the terminal of a till's accounts. Only purses have a
    stored balance, version and time of the last transfer; a co-op's side is summed when needed.
    """

    id = models.BigAutoField(primary_key=True)
    coop = _reference(Coop)
    kind = models.CharField(max_length=20, choices=_choices(Kind))
    unit = models.CharField(max_length=12, choices=_choices(Unit))
    holder_id = models.BigIntegerField(default=0)
    balance = models.BigIntegerField(null=True)
    version = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["coop", "holder_id", "kind"], name="ledger_account_once"),
            UniqueConstraint(fields=["id", "coop", "unit"], name="ledger_account_unit"),
            CheckConstraint(
                condition=Q(kind__in=PURSES, balance__isnull=False, version__isnull=False)
                | (~Q(kind__in=PURSES) & Q(balance__isnull=True, version__isnull=True)),
                name="ledger_account_balance_only_in_purses",
            ),
            CheckConstraint(condition=Q(balance__gte=0), name="ledger_account_not_below_zero"),
        ]


class Request(models.Model):
    """An id somebody has used, with the digest of what they asked: claimed once, for ever."""

    id = models.UUIDField(primary_key=True)
    digest = models.BinaryField(max_length=32)


class Entry(models.Model):
    """One business event, settled or declined, with the answer that was given.

    `sequence` is the number its terminal counted up for it; None where the terminal does not count.
    """

    class Outcome(models.TextChoices):
        SETTLED = "settled"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True)
    coop = _reference(Coop)
    kind = models.CharField(max_length=20)
    terminal = _reference(Terminal, null=True)
    holder_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    posted_at = models.DateTimeField()
    business_date = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    receipt = models.BinaryField()
    reverses = _reference("self", null=True)
    flags = models.CharField(max_length=60, default="")
    sequence = models.BigIntegerField(null=True)
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(outcome__in=["settled", "declined"]), name="ledger_entry_outcome"
            ),
        ]
        indexes = [
            Index(fields=["coop", "business_date"], name="ledger_entry_day"),
            Index(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="ledger_entry_reverses",
            ),
        ]


class Transfer(models.Model):
    """One amount between two accounts of one unit; at most one of the two is a purse.

    Where a purse is touched, `purse_version` counts its transfers from 1 without gaps and
    `purse_balance` is what it holds afterwards.
    """

    pk = models.CompositePrimaryKey("entry_id", "position")
    entry = _reference(Entry, related_name="transfers")
    position = models.SmallIntegerField()
    coop = _reference(Coop)
    unit = models.CharField(max_length=12, choices=_choices(Unit))
    debit_account = _reference(Account)
    credit_account = _reference(Account)
    amount = models.BigIntegerField()
    purse = _reference(Account, null=True, related_name="moves")
    purse_version = models.BigIntegerField(null=True)
    purse_balance = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="ledger_transfer_positive"),
            CheckConstraint(
                condition=~Q(debit_account=F("credit_account")), name="ledger_transfer_two_sides"
            ),
            CheckConstraint(
                condition=Q(purse=None, purse_version=None, purse_balance=None)
                | (
                    Q(purse_version__gt=0, purse_balance__gte=0)
                    & (Q(purse=F("debit_account")) | Q(purse=F("credit_account")))
                ),
                name="ledger_transfer_purse",
            ),
            UniqueConstraint(fields=["purse", "purse_version"], name="ledger_transfer_version"),
        ]


class DayClose(models.Model):
    """A sealed business day: its sums, and a hash chained to the day closed before."""

    id = models.BigAutoField(primary_key=True)
    coop = _reference(Coop)
    business_date = models.DateField()
    closed_at = models.DateTimeField()
    sums = models.JSONField()
    entry_count = models.IntegerField()
    content_digest = models.BinaryField(max_length=32)
    previous_seal = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["coop", "business_date"], name="ledger_dayclose_once")
        ]


class SequenceCheck(models.Model):
    """What a close found of the numbers that one terminal counts up, where it had used some.

    `through` is the highest number so far, `missing` has those that are not in the books up to
    then and that no earlier close has found missing, `open` all that are missing: lists of
    [first, last].
    """

    id = models.BigAutoField(primary_key=True)
    coop = _reference(Coop)
    terminal = _reference(Terminal)
    business_date = models.DateField()
    through = models.BigIntegerField()
    missing = models.JSONField()
    open = models.JSONField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["coop", "terminal", "business_date"], name="ledger_sequencecheck_once"
            )
        ]
