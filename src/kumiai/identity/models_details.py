"""What hangs on a full login: its known devices, a mail address on its way, and what changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop

CHANGED_ITEMS = ("login_id", "password", "mail", "language", "passkey", "children")


class KnownDevice(models.Model):
    """A browser a login was let in with, by the digest of the token it keeps.

    Its tries are counted apart, so that a stranger's wrong passwords do not keep the owner out.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(
        "identity.Login", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    device_digest = models.BinaryField()
    first_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="known_device_once", fields=["device_digest", "login"]),
            models.CheckConstraint(
                name="known_device_order", condition=Q(seen_at__gte=F("first_at"))
            ),
        ]
        indexes = [models.Index(name="known_device_seen_at", fields=["seen_at"])]

    def __str__(self) -> str:
        return f"device {self.pk} of login {self.login_id}"


class MailChange(models.Model):
    """A new mail address that counts once its proof has come back; the old one does until then."""

    login = models.OneToOneField(
        "identity.Login",
        models.PROTECT,
        related_name="mail_change",
        primary_key=True,
        db_constraint=False,
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    proof = models.OneToOneField(
        "identity.MailProof", models.PROTECT, related_name="mail_change", db_constraint=False
    )
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail change of login {self.pk}"


class LoginChange(models.Model):
    """What a login changed about itself, when and from where; the values are not in it."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(
        "identity.Login", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField()
    items: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=10))
    network = models.TextField(blank=True)
    device = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="login_change_items",
                condition=Q(items__contained_by=list(CHANGED_ITEMS)) & Q(items__len__gte=1),
            )
        ]
        indexes = [models.Index(name="login_change_login", fields=["login", "at"])]

    def __str__(self) -> str:
        return f"{', '.join(self.items)} of login {self.login_id}"
