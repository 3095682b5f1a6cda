"""What logins have consented to."""

from django.db import models
from django.db.models import Q

from kumiai.coops.models import Coop


class Consent(models.Model):
    """That a login consented to the terms or the privacy statement in one version, and when.

    `version` is that of the co-op's own text, or 0 for kumiai's where the co-op had none.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(
        "Login", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10)
    version = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="consent_once", fields=["login", "kind", "version"]),
            models.CheckConstraint(name="consent_kind", condition=Q(kind__in=["terms", "privacy"])),
            models.CheckConstraint(name="consent_version", condition=Q(version__gte=0)),
        ]

    def __str__(self) -> str:
        return f"consent of login {self.login_id} to {self.kind} {self.version}"
