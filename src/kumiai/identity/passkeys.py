"""What a browser is asked for a passkey, and which passkeys a login has.

A challenge is not stored when it is given out: it comes back in a token under our signature, and
is written down once it has been answered. So asking costs nothing, and no answer counts twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import webauthn
from django.core import signing
from webauthn.helpers import structs

from kumiai.identity import digests
from kumiai.identity.models import Login, Passkey

CHALLENGE_BYTES = 32
CHALLENGE_LASTS = timedelta(minutes=10)
PASSKEYS_MAX = 10
_SALT = "kumiai.identity.passkeys"


@dataclass(frozen=True, slots=True)
class Site:
    """Whose passkeys these are, as browsers see it: the host name, the origin, and a name."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is asked, as JSON, and the token that comes back with its answer."""

    options: str
    token: str


@dataclass(frozen=True, slots=True)
class PasskeyFacts:
    """A passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


def ask_for_new(*, login_pk: int, site: Site, at: datetime) -> Asked:
    """To make a passkey for this login: kept in the device, opened by finger, face or PIN."""
    login = Login.objects.get(pk=login_pk)
    known = Passkey.objects.filter(login_id=login_pk).values_list("credential_id", flat=True)
    challenge = digests.new_challenge(CHALLENGE_BYTES)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=digests.passkey_owner(login_pk),
        user_name=login.login_id,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=bytes(one)) for one in known],
    )
    return Asked(webauthn.options_to_json(options), _token(challenge, login_pk, at))


def ask_for_one(*, site: Site, at: datetime) -> Asked:
    """To log in with whichever passkey the device has; nobody says who they are before."""
    challenge = digests.new_challenge(CHALLENGE_BYTES)
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return Asked(webauthn.options_to_json(options), _token(challenge, None, at))


def ask_for_one_of(*, login_pk: int, site: Site, at: datetime) -> Asked:
    """To show a passkey of this login, as the second factor after its password."""
    known = Passkey.objects.filter(login_id=login_pk).values_list("credential_id", flat=True)
    challenge = digests.new_challenge(CHALLENGE_BYTES)
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=bytes(one)) for one in known],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return Asked(webauthn.options_to_json(options), _token(challenge, login_pk, at))


def challenge_of(token: str, *, login_pk: int | None, at: datetime) -> bytes | None:
    """The challenge in a token of ours, given to this login (None: to nobody yet) lately."""
    try:
        said = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    if said["login"] != login_pk or datetime.fromtimestamp(said["until"], UTC) <= at:
        return None
    return bytes.fromhex(said["challenge"])


def passkeys(*, login_pk: int) -> tuple[PasskeyFacts, ...]:
    """The passkeys of a login, the oldest first."""
    return tuple(
        PasskeyFacts(row.pk, row.name, row.created_at, row.used_at)
        for row in Passkey.objects.filter(login_id=login_pk).order_by("created_at", "id")
    )


def _token(challenge: bytes, login_pk: int | None, at: datetime) -> str:
    until = int((at + CHALLENGE_LASTS).timestamp())
    said = {"challenge": challenge.hex(), "login": login_pk, "until": until}
    return signing.dumps(said, salt=_SALT)
