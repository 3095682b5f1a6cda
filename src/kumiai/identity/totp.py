"""One-time codes by the clock (RFC 6238 with SHA-1, six digits, thirty seconds)."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
# A clock may be half a minute off, in either direction.
STEPS_AROUND = 1


def code(secret: bytes, step: int) -> str:
    """The code of a time step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_at(at: datetime) -> int:
    """The time step of a moment."""
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(secret: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was typed; None if it is none around now, or not after the last one."""
    now, said = step_at(at), typed.encode(errors="surrogatepass")
    steps = [step for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1) if step > after]
    found = [step for step in steps if hmac.compare_digest(code(secret, step).encode(), said)]
    return found[0] if found else None


def base32(secret: bytes) -> str:
    """As it is typed into an app."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, *, login_id: str, issuer: str) -> str:
    """As a QR code has it."""
    label = quote(f"{issuer}:{login_id}")
    return f"otpauth://totp/{label}?" + urlencode({"secret": base32(secret), "issuer": issuer})
