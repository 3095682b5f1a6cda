"""Logins and the ways into them. Nothing here is reversible: secrets are kept as hashes only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop
from kumiai.identity import models_recovery  # noqa: F401 - Django looks for them in this module
from kumiai.identity.models_children import ChildLink
from kumiai.identity.models_consents import Consent
from kumiai.identity.models_details import KnownDevice, LoginChange, MailChange
from kumiai.identity.models_passkeys import Passkey, UsedChallenge
from kumiai.identity.models_sharing import GuardianView, Sharing
from kumiai.identity.models_staff import StaffLogin, StaffSession
from kumiai.identity.models_taps import CardTap
from kumiai.mail.models import Message
from kumiai.members.models import Member

# Each file of tables is one subject; all of them are asked for here.
__all__ = [
    "CardTap",
    "ChildLink",
    "Consent",
    "FullRegistration",
    "GuardianView",
    "KnownDevice",
    "Login",
    "LoginAttempt",
    "LoginChange",
    "LoginThrottle",
    "MailChange",
    "MailProof",
    "Passkey",
    "ProvisionalRegistration",
    "RegistrationTicket",
    "Session",
    "Sharing",
    "SprayAlarm",
    "StaffLogin",
    "StaffSession",
    "UsedChallenge",
]

MEMBER, GUARDIAN, STAFF = "member", "guardian", "staff"
PROVISIONAL, FULL, CLOSED = "provisional", "full", "closed"


class Login(models.Model):
    """A person's way in. A guardian's login hangs on the membership, like the member's own.

    While provisional, `login_id` is the member number (guardian: with `p`) and there is no
    password; see `ProvisionalRegistration`. `mail` is a proven address or empty; of the office, the
    one a manager gave.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False
    )
    login_id = models.CharField(max_length=32)
    password_hash = models.TextField(null=True)
    mail = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="ja")
    state = models.CharField(max_length=12, default=PROVISIONAL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="login_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="login_id_once", fields=["login_id"]),
            models.UniqueConstraint(name="login_of_member_once", fields=["member", "kind"]),
            models.CheckConstraint(
                name="login_kind", condition=Q(kind__in=[MEMBER, GUARDIAN, STAFF])
            ),
            models.CheckConstraint(
                name="login_state", condition=Q(state__in=[PROVISIONAL, FULL, CLOSED])
            ),
            models.CheckConstraint(
                name="login_member", condition=Q(kind=STAFF) ^ Q(member__isnull=False)
            ),
            models.CheckConstraint(
                name="login_password",
                condition=Q(state=PROVISIONAL, password_hash=None)
                | (~Q(state=PROVISIONAL) & Q(password_hash__regex=r"^\$argon2id\$")),  # noqa: S106
            ),
            models.CheckConstraint(
                name="login_id_folded", condition=Q(login_id__regex=r"^[a-z0-9._@-]{6,32}$")
            ),
            models.CheckConstraint(
                name="login_id_own",
                condition=Q(state=PROVISIONAL) | ~Q(login_id__regex=r"^[0-9]{12}p?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} login {self.pk}"


class ProvisionalRegistration(models.Model):
    """The secrets that open the registration form, as salted digests; gone once registered.

    `digests` are fast HMACs under the installation's secret, not argon2: there are two for each of
    100,000 members at an import, and the secrets are too short for slowness to protect them.
    `is_code` where the secret is a letter's code: it opens nothing under another scheme.
    """

    login = models.OneToOneField(
        Login, models.PROTECT, related_name="provisional", primary_key=True, db_constraint=False
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    salt = models.BinaryField()
    digests: "ArrayField[list[bytes], list[bytes]]" = ArrayField(models.BinaryField())
    is_code = models.BooleanField(default=False)
    failures = models.SmallIntegerField(default=0)
    switched_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="provisional_failures", condition=Q(failures__gte=0))
        ]

    def __str__(self) -> str:
        return f"provisional registration of login {self.pk}"


class RegistrationTicket(models.Model):
    """Fifteen minutes with the registration form, and with nothing else.

    `draft` is what was typed so far, so that the mail test loses nothing without JavaScript; the
    chosen password is in it as its argon2 hash. `for_login` is the guardian's who adds a child.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.PROTECT, related_name="+", db_constraint=False)
    for_login = models.ForeignKey(
        Login, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    token_digest = models.BinaryField()
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ticket_token_once", fields=["token_digest"]),
            models.CheckConstraint(
                name="ticket_order", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk} of login {self.login_id}"


class MailProof(models.Model):
    """A test mail, and whether its code came back or the button behind its link was pressed."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.PROTECT, related_name="+", db_constraint=False)
    address = models.TextField()
    code_digest = models.BinaryField()
    code_tries = models.SmallIntegerField(default=0)
    code_expires_at = models.DateTimeField()
    link_digest = models.BinaryField()
    link_expires_at = models.DateTimeField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mail_proof_link_once", fields=["link_digest"]),
            models.CheckConstraint(
                name="mail_proof_tries", condition=Q(code_tries__gte=0, code_tries__lte=5)
            ),
        ]
        indexes = [
            models.Index(name="mail_proof_login", fields=["login", "created_at"]),
            models.Index(name="mail_proof_address", fields=["address", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"mail proof {self.pk} of login {self.login_id}"


class FullRegistration(models.Model):
    """That a login registered, and when. Its key makes a second registration impossible."""

    login = models.OneToOneField(
        Login, models.PROTECT, related_name="registration", primary_key=True, db_constraint=False
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    terms_accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="full_registration_by",
                condition=Q(by_kind__in=[MEMBER, GUARDIAN, STAFF, "operator"]),
            )
        ]

    def __str__(self) -> str:
        return f"full registration of login {self.pk}"


class Session(models.Model):
    """A browser that is logged in; kept by the digest of its key, so a stolen table opens none.

    `network` and `device` are where and with what it came in, for its owner to recognise;
    `child_link` is there while a guardian's session shows another child.
    """

    key_digest = models.BinaryField(primary_key=True)
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    network = models.TextField(blank=True)
    device = models.TextField(blank=True)
    child_link = models.ForeignKey(
        ChildLink, models.PROTECT, related_name="+", null=True, db_constraint=False
    )

    class Meta:
        indexes = [models.Index(name="session_expiry", fields=["expires_at"])]

    def __str__(self) -> str:
        return f"session of login {self.login_id}"


class LoginThrottle(models.Model):
    """Failures for a typed login ID, whether it exists or not; keyed by the digest of the ID."""

    key_digest = models.BinaryField(primary_key=True)
    failures = models.IntegerField(default=0)
    failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="throttle_count", condition=Q(failures__gte=0))]
        indexes = [models.Index(name="throttle_failed_at", fields=["failed_at"])]

    def __str__(self) -> str:
        return f"{self.failures} failures"


class LoginAttempt(models.Model):
    """One try to log in: for the login's own history, and for the spray breaker."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    login = models.ForeignKey(
        Login, models.PROTECT, related_name="+", null=True, db_constraint=False
    )
    key_digest = models.BinaryField()
    is_provisional = models.BooleanField()
    outcome = models.CharField(max_length=12)
    network = models.TextField(blank=True)
    device = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="login_attempt_outcome",
                condition=Q(outcome__in=["let_in", "refused", "throttled", "off", "spray"]),
            )
        ]
        indexes = [
            models.Index(name="login_attempt_at", fields=["coop", "at"]),
            models.Index(name="login_attempt_login", fields=["login", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.at:%Y-%m-%d %H:%M}"


class SprayAlarm(models.Model):
    """Many provisional logins failed at once: until `until` none of this co-op opens a form."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    tripped_at = models.DateTimeField()
    until = models.DateTimeField()
    failing_logins = models.IntegerField()
    failures = models.IntegerField()
    tries = models.IntegerField()

    class Meta:
        indexes = [models.Index(name="spray_alarm_until", fields=["coop", "until"])]

    def __str__(self) -> str:
        return f"spray alarm {self.pk}"
