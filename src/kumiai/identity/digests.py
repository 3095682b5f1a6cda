"""Digests under the installation's secret: what is stored in place of keys, codes and secrets."""

import functools
import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings

SALT_BYTES = 16
CODE_DIGITS = 6


def new_salt() -> bytes:
    """A random salt."""
    return secrets.token_bytes(SALT_BYTES)


def new_token() -> str:
    """A random token of 256 bits, fit for a URL and a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A random code of six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def new_challenge(count: int) -> bytes:
    """Random bytes for a passkey to sign."""
    return secrets.token_bytes(count)


def passkey_owner(login_pk: int) -> bytes:
    """How a device knows whose passkey it holds; says nothing to anybody else."""
    return hmac.digest(_key(b"passkey"), str(login_pk).encode(), "sha256")


def of_secret(secret: str, *, salt: bytes) -> bytes:
    """The digest of a provisional secret or a mailed code."""
    return hmac.digest(_key(b"secret"), salt + secret.encode(), "sha256")


def of_token(token: str) -> bytes:
    """The digest of a random token; it needs no salt."""
    return hmac.digest(_key(b"token"), token.encode(), "sha256")


def of_login_id(login_id: str) -> bytes:
    """The key of a typed login ID in the throttles, which must not tell who was tried."""
    return hmac.digest(_key(b"login"), login_id.encode(errors="surrogatepass"), "sha256")


def of_step_up(login_pk: int) -> bytes:
    """The key under which wrong passwords of somebody who is logged in already are counted."""
    return hmac.digest(_key(b"step-up"), str(login_pk).encode(), "sha256")


def of_second_factor(login_pk: int, *, device: bytes = b"") -> bytes:
    """The key under which wrong one-time codes of a staff login are counted, a known device's
    apart from everybody's.
    """
    return hmac.digest(_key(b"second-factor"), device + str(login_pk).encode(), "sha256")


def of_adding(login_pk: int) -> bytes:
    """The key under which a guardian's wrong tries to add a child are counted."""
    return hmac.digest(_key(b"adding"), str(login_pk).encode(), "sha256")


def of_set_up(login_pk: int, *, salt: bytes, until: datetime) -> bytes:
    """What opens setting up a staff login: good for this salt, and gone with the next one."""
    said = f"{login_pk} {until.timestamp():.6f} ".encode() + salt
    return hmac.digest(_key(b"set-up"), said, "sha256")


def totp_secret(salt: bytes) -> bytes:
    """The secret of a staff login's one-time codes: 160 bits, made anew from its salt."""
    return hmac.digest(_key(b"totp"), salt, "sha256")[:20]


def of_device_budget(login_pk: int, *, device: bytes) -> bytes:
    """The key under which the tries of a known device are counted, apart from everybody's."""
    return hmac.digest(_key(b"device"), device + str(login_pk).encode(), "sha256")


def session_name(key_digest: bytes) -> str:
    """What a session is called on the page that lists it; it opens nothing."""
    return hmac.digest(_key(b"session"), key_digest, "sha256")[:12].hex()


def same(left: bytes, right: bytes) -> bool:
    """Whether two digests are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(left, right)


def _key(purpose: bytes) -> bytes:
    return _derived(purpose, settings.SECRET_KEY)


@functools.cache
def _derived(purpose: bytes, secret: str) -> bytes:
    return hashlib.sha256(b"kumiai.identity." + purpose + b"\0" + secret.encode()).digest()
