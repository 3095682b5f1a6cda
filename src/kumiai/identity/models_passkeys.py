"""Passkeys: keys in a person's device, of which only the public half is here."""

from django.db import models
from django.db.models import Q

from kumiai.coops.models import Coop

NAME_LENGTH_MAX = 40


class Passkey(models.Model):
    """One passkey of a login, named by its owner; it opens the pages without a password."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(
        "identity.Login", models.PROTECT, related_name="+", db_constraint=False
    )
    credential_id = models.BinaryField()
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="passkey_once", fields=["credential_id"]),
            models.CheckConstraint(
                name="passkey_facts", condition=Q(sign_count__gte=0) & ~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return f"passkey {self.pk} of login {self.login_id}"


class UsedChallenge(models.Model):
    """A challenge that was answered; until it is over nobody answers it again."""

    digest = models.BinaryField(primary_key=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="used_challenge_expiry", fields=["expires_at"])]

    def __str__(self) -> str:
        return "used challenge"
