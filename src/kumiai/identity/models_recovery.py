"""What people leave behind who stand outside: knocks, first-time applications, re-issues."""

from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop
from kumiai.mail.models import Message
from kumiai.members.models import Member

FIRST_TIME, LOGIN_ID, PASSWORD = "first_time", "login_id", "password"


class Knock(models.Model):
    """Somebody who is not logged in asked for something; counted whether or not they exist.

    `asked` is what was typed, until the worker has answered it.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    subject_digest = models.BinaryField()
    network = models.TextField(blank=True)
    asked = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="knock_kind", condition=Q(kind__in=[FIRST_TIME, LOGIN_ID, PASSWORD])
            )
        ]
        indexes = [
            models.Index(name="knock_subject", fields=["subject_digest", "at"]),
            models.Index(name="knock_network", fields=["network", "at"]),
            models.Index(name="knock_waiting", fields=["at"], condition=Q(asked__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"knock {self.pk} ({self.kind})"


class FirstTimeApplication(models.Model):
    """What somebody who is not provisionally registered fills in, until the mailed link is used.

    The cookie's token opens the form for half an hour; once it is confirmed, the link is good for
    a day. `draft` holds the chosen provisional password as its argon2 hash.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10)
    token_digest = models.BinaryField()
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="ja")
    link_digest = models.BinaryField(null=True)
    link_expires_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    message = models.ForeignKey(
        Message, models.PROTECT, related_name="+", null=True, db_constraint=False
    )
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="application_token_once", fields=["token_digest"]),
            models.UniqueConstraint(name="application_link_once", fields=["link_digest"]),
            models.CheckConstraint(
                name="application_kind", condition=Q(kind__in=["member", "guardian"])
            ),
            models.CheckConstraint(
                name="application_order", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="application_link",
                condition=Q(
                    applied_at=None,
                    link_digest=None,
                    link_expires_at=None,
                    message=None,
                    address="",
                )
                | Q(
                    applied_at__isnull=False,
                    link_digest__isnull=False,
                    link_expires_at__gt=F("applied_at"),
                    message__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(name="application_member", fields=["member", "applied_at"]),
            models.Index(name="application_address", fields=["address", "applied_at"]),
        ]

    def __str__(self) -> str:
        return f"first-time application {self.pk}"


class PasswordReissue(models.Model):
    """A one-time password and a link, good for half an hour and for a new password only.

    The one-time password opens the page once, with a ticket in the place of the link; the old
    password works until a new one is chosen.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(
        "identity.Login", models.PROTECT, related_name="+", db_constraint=False
    )
    password_digest = models.BinaryField()
    link_digest = models.BinaryField()
    ticket_digest = models.BinaryField(null=True)
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reissue_link_once", fields=["link_digest"]),
            models.UniqueConstraint(name="reissue_ticket_once", fields=["ticket_digest"]),
            models.CheckConstraint(
                name="reissue_order", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="reissue_ticket",
                condition=Q(opened_at=None, ticket_digest=None)
                | Q(opened_at__isnull=False, ticket_digest__isnull=False),
            ),
        ]
        indexes = [models.Index(name="reissue_expiry", fields=["expires_at"])]

    def __str__(self) -> str:
        return f"password re-issue {self.pk} of login {self.login_id}"
