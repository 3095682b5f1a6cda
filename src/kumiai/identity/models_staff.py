"""How the office comes in: a password and a second factor, and sessions of its own kind."""

from django.db import models
from django.db.models import Q

from kumiai.coops.models import Coop, Staff


class StaffLogin(models.Model):
    """What a staff login has besides its password.

    The secret of its one-time codes is made from `totp_salt` under the installation's secret, so
    that the table alone opens nothing. `totp_step` is the time step of the code used last: none
    is used twice. While `first_until` is set, the password is a one-time password good until then
    and for nothing but setting up the second factor.

    `form_digest` is of the form this person sent last that was done, `form_led_to` the page after.
    """

    login = models.OneToOneField(
        "identity.Login",
        models.PROTECT,
        related_name="staff_login",
        primary_key=True,
        db_constraint=False,
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    staff = models.OneToOneField(
        Staff, models.PROTECT, related_name="staff_login", db_constraint=False
    )
    totp_salt = models.BinaryField()
    totp_step = models.BigIntegerField(default=0)
    first_until = models.DateTimeField(null=True)
    form_digest = models.BinaryField(null=True)
    form_led_to = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="staff_login_step", condition=Q(totp_step__gte=0))
        ]

    def __str__(self) -> str:
        return f"staff login {self.pk}"


class StaffSession(models.Model):
    """A browser of the office; without `proven_at` it reaches nothing but the second factor.

    `proven_at` is when the person last showed who they are: at the second factor, or with the
    password once more since.
    """

    key_digest = models.BinaryField(primary_key=True)
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(
        "identity.Login", models.PROTECT, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    network = models.TextField(blank=True)
    device = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(name="staff_session_expiry", fields=["expires_at"])]

    def __str__(self) -> str:
        return f"staff session of login {self.login_id}"
