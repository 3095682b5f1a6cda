"""Who of the office looks at a page, and how far a browser of theirs has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kumiai.coops.staff.rules import Role
from kumiai.identity import digests, throttling, totp
from kumiai.identity.models import FULL, Login, Passkey, StaffLogin, StaffSession

_ID_DIGITS_MAX = 19


@dataclass(frozen=True, slots=True)
class StaffViewer:
    """Somebody of a co-op's office who has shown both factors, or the password again since."""

    login_pk: int
    staff_id: int
    coop_id: int
    name: str
    role: Role
    login_id: str
    seen_at: datetime
    proven_at: datetime


@dataclass(frozen=True, slots=True)
class Halfway:
    """A browser that knows the password and has still to show the second factor.

    `is_first` if that is to be set up before anything else.
    """

    login_pk: int
    coop_id: int
    login_id: str
    is_first: bool
    has_passkeys: bool


@dataclass(frozen=True, slots=True)
class StaffLoginFacts:
    """How somebody of the office logs in; `is_first` until the second factor is set up.

    That can be done until `first_until`. `mail` is where they are written to, or empty.
    """

    staff_id: int
    login_id: str
    mail: str
    first_until: datetime | None
    passkeys: int

    @property
    def is_first(self) -> bool:
        return self.first_until is not None


def viewer(*, session_key: str, at: datetime) -> StaffViewer | None:
    """Who this browser is logged in as; None without the second factor, or once it is over."""
    session = (
        StaffSession.objects.filter(
            key_digest=digests.of_token(session_key),
            expires_at__gt=at,
            proven_at__isnull=False,
            seen_at__gt=at - throttling.STAFF_SESSION_IDLE_MAX,
            login__state=FULL,
            login__staff_login__first_until=None,
            login__staff_login__staff__disabled_at=None,
        )
        .select_related("login__staff_login__staff")
        .first()
    )
    if session is None or session.proven_at is None:
        return None
    login = session.login
    staff = login.staff_login.staff
    return StaffViewer(
        login_pk=login.pk,
        staff_id=staff.pk,
        coop_id=login.coop_id,
        name=staff.name,
        role=Role(staff.role),
        login_id=login.login_id,
        seen_at=session.seen_at,
        proven_at=session.proven_at,
    )


def halfway(*, session_key: str, at: datetime) -> Halfway | None:
    """The browser between the two factors; None when it is not, or no longer."""
    session = (
        StaffSession.objects.filter(
            key_digest=digests.of_token(session_key),
            expires_at__gt=at,
            proven_at=None,
            login__state=FULL,
            login__staff_login__staff__disabled_at=None,
        )
        .select_related("login__staff_login")
        .first()
    )
    if session is None:
        return None
    login = session.login
    first_until = login.staff_login.first_until
    if first_until is not None and first_until <= at:
        return None
    return Halfway(
        login_pk=login.pk,
        coop_id=login.coop_id,
        login_id=login.login_id,
        is_first=first_until is not None,
        has_passkeys=Passkey.objects.filter(login=login).exists(),
    )


def totp_secret(login_pk: int) -> bytes:
    """The secret of a staff login's codes: shown while it is set up, never later."""
    return digests.totp_secret(bytes(StaffLogin.objects.get(pk=login_pk).totp_salt))


def totp_address(*, login_pk: int, login_id: str, issuer: str) -> str:
    """What the QR code says while the second factor is set up."""
    return totp.address(totp_secret(login_pk), login_id=login_id, issuer=issuer)


def logins(coop_id: int) -> tuple[StaffLoginFacts, ...]:
    """How everybody of a co-op's office logs in."""
    rows = StaffLogin.objects.filter(coop_id=coop_id).select_related("login").order_by("staff_id")
    return tuple(
        StaffLoginFacts(
            staff_id=row.staff_id,
            login_id=row.login.login_id,
            mail=row.login.mail,
            first_until=row.first_until,
            passkeys=Passkey.objects.filter(login_id=row.pk).count(),
        )
        for row in rows
    )


def login_named(*, coop_id: int, login_id: str) -> Login | None:
    """The staff login of this co-op with this ID."""
    found = Login.objects.filter(coop_id=coop_id, login_id=login_id, staff_login__isnull=False)
    return found.select_related("staff_login").first()


def set_up_logins(*, coop_id: int, staff_ids: Collection[int]) -> frozenset[int]:
    """Which of these people can come in: both factors are set up, and nobody has stopped them."""
    rows = StaffLogin.objects.filter(
        coop_id=coop_id,
        staff_id__in=staff_ids,
        first_until=None,
        login__state=FULL,
        staff__disabled_at=None,
    )
    return frozenset(rows.values_list("staff_id", flat=True))


def set_up_token(row: StaffLogin) -> str:
    """The end of the link that opens setting this login up; empty once it is.

    Made from what stands in the row, so that nothing is stored: another one-time password, or the
    end of setting up, makes it worthless.
    """
    if row.first_until is None:
        return ""
    digest = digests.of_set_up(row.pk, salt=bytes(row.totp_salt), until=row.first_until)
    return f"{row.pk}-{digest.hex()}"


def login_to_set_up(*, token: str, at: datetime) -> Login | None:
    """The login a link is for; None when it is over, or none of ours."""
    pk, _dash, _digest = token.partition("-")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < _ID_DIGITS_MAX):
        return None
    row = (
        StaffLogin.objects.filter(
            pk=int(pk), first_until__gt=at, login__state=FULL, staff__disabled_at=None
        )
        .select_related("login")
        .first()
    )
    if row is None or not digests.same(set_up_token(row).encode(), token.encode()):
        return None
    return row.login
