"""Tables of the tenant. Every row of every room carries the co-op it belongs to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kumiai.coops.models_staff import Approval, Staff, StaffAct

# Each file of tables is one subject; all of them are asked for here.
__all__ = [
    "Approval",
    "CalendarDay",
    "Coop",
    "LegalText",
    "Logo",
    "PolicyVersion",
    "Staff",
    "StaffAct",
    "Store",
    "Terminal",
    "TerminalKey",
]


class Coop(models.Model):
    """One co-op, known by its four-digit code: the first digits of its members' numbers.

    Copies of inquiries go to `desk_address`, where there is one. `logo` is the version of the
    picture that stands for it (`Logo.version`), empty where it has none.
    """

    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    short_name = models.TextField()
    emoney_name = models.TextField()
    phone = models.TextField()
    address = models.TextField(blank=True, default="")
    sender_address = models.TextField()
    desk_address = models.TextField(blank=True)
    accent_colour = models.CharField(max_length=7)
    hostnames: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField(), default=list)
    invoice_number = models.CharField(max_length=14)
    logo = models.CharField(max_length=16, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="coop_code", condition=Q(id__gte=1000, id__lte=9999)),
            models.CheckConstraint(
                name="coop_accent_colour", condition=Q(accent_colour__regex="^#[0-9a-f]{6}$")
            ),
            models.CheckConstraint(
                name="coop_invoice_number", condition=Q(invoice_number__regex="^T[0-9]{13}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Logo(models.Model):
    """A PNG a co-op has had as its logo; `version` names its content."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    version = models.CharField(max_length=16)
    picture = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="logo_once", fields=["coop", "version"])]

    def __str__(self) -> str:
        return f"{self.coop_id} {self.version}"


class Store(models.Model):
    """A place with tills; `hands_over` if uncollected money may be handed over there."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    name = models.TextField()
    phone = models.TextField(blank=True)
    hours = models.TextField(blank=True, default="")
    hands_over = models.BooleanField(default=False)
    is_cafeteria = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="store_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="store_code_once", fields=["coop", "code"]),
            models.CheckConstraint(
                name="store_code", condition=Q(code__regex="^[A-Z0-9][A-Z0-9_-]*$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Terminal(models.Model):
    """A till, a top-up machine, or the feed of the co-op's app (which stands in no store)."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="+", null=True, db_constraint=False
    )
    kind = models.CharField(max_length=20)
    name = models.TextField()
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="terminal_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="terminal_name_once", fields=["coop", "name"]),
            models.CheckConstraint(
                name="terminal_kind", condition=Q(kind__in=["till", "top_up_machine", "feed"])
            ),
            models.CheckConstraint(
                name="terminal_store", condition=Q(kind="feed") ^ Q(store__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TerminalKey(models.Model):
    """The digest of a key; the key itself is shown once and kept nowhere."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    terminal = models.ForeignKey(Terminal, models.PROTECT, related_name="+", db_constraint=False)
    digest = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="terminal_key_once", fields=["digest"])]

    def __str__(self) -> str:
        return f"key {self.pk} of terminal {self.terminal_id}"


class CalendarDay(models.Model):
    """A day on which the co-op differs from the calendar of Sundays and Japanese holidays.

    `is_short` marks a business day with shorter hours, on which a meal plan may give less.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    is_business = models.BooleanField()
    is_short = models.BooleanField(db_default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_day_once", fields=["coop", "date"]),
            models.CheckConstraint(
                condition=models.Q(is_business=True) | models.Q(is_short=False),
                name="calendar_day_short_is_business",
            ),
        ]

    def __str__(self) -> str:
        return self.date.isoformat()


class PolicyVersion(models.Model):
    """The co-op's numbers from a day on, until the next version; see `policy.py`."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    document = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="policy_version_once", fields=["coop", "starts_on"])
        ]

    def __str__(self) -> str:
        return f"policy of {self.coop_id} from {self.starts_on.isoformat()}"


class LegalText(models.Model):
    """A text of the co-op (terms, privacy, or on its money) in one version, until the next one.

    `needs_consent` if those who registered under an earlier version are asked for consent anew.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    version = models.IntegerField()
    starts_on = models.DateField()
    needs_consent = models.BooleanField(default=False)
    japanese = models.TextField()
    english = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="legal_text_once", fields=["coop", "kind", "version"]),
            models.UniqueConstraint(name="legal_text_day", fields=["coop", "kind", "starts_on"]),
            models.CheckConstraint(
                name="legal_text_kind", condition=Q(kind__in=["terms", "privacy", "emoney"])
            ),
            models.CheckConstraint(name="legal_text_version", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} of {self.coop_id}"
