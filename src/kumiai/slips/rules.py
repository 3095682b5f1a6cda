"""What makes a slip payment this one, and when its money can be collected."""

import hashlib
from datetime import date, timedelta

from kumiai.coops.policy import Policy

REFERENCE_CHARACTERS_MAX = 40
PAYER_CHARACTERS_MAX = 100
AMOUNT_YEN_MAX = 10_000_000


def fingerprint(
    *, paid_on: date, amount_yen: int, member_number: str, reference: str, occurrence: int
) -> bytes:
    """The same for the same payment in whichever file it comes.

    `occurrence` counts like lines within one file from 1: somebody who pays the same amount twice
    on one day has two lines.
    """
    parts = (paid_on.isoformat(), str(amount_yen), member_number, reference, str(occurrence))
    return hashlib.sha256("\0".join(parts).encode()).digest()


def available_on(*, paid_on: date, taken_in_on: date, policy: Policy) -> date:
    """The first day a till hands the money over (guide row G40): a week or so after paying.

    Not before the co-op has the bank's word for it.
    """
    return max(taken_in_on, paid_on + timedelta(days=policy.slip_days_min))


def expected_by(paid_on: date, *, policy: Policy) -> date:
    """The day by which a payment should be there at the latest."""
    return paid_on + timedelta(days=policy.slip_days_max)
