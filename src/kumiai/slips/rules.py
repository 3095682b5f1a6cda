"""What makes a slip payment this one, and when its money can be collected."""

import hashlib
import re
from datetime import date, timedelta

from kumiai.coops.policy import Policy
from kumiai.kit import gs1_128, japanese

# Of a slip the co-op has sent: a number counted up per co-op, and its check digit. As long as the
# customer's number in the files of banks and collection agencies.
SENT_REFERENCE_DIGITS = 10
# More is not taken with a barcode.
GUIDE_AMOUNT_YEN_MAX = 300_000
PURPOSE_CHARACTERS_MAX = 40
BARCODE_DIGITS = 44
_PAYMENT_SERVICE = "91"
_NO_DUE_DATE = "999999"
_FREE_DIGITS = 21

REFERENCE_CHARACTERS_MAX = 40
PAYER_CHARACTERS_MAX = 100
AMOUNT_YEN_MAX = 10_000_000
PAID_YEARS_MAX = 10


def fingerprint(
    *, paid_on: date, amount_yen: int, member_number: str, reference: str, occurrence: int
) -> bytes:
    """The same for the same payment in whichever file it comes.

    `occurrence` counts like lines within one file from 1: somebody who pays the same amount twice
    on one day has two lines.
    """
    parts = (paid_on.isoformat(), str(amount_yen), member_number, reference, str(occurrence))
    return hashlib.sha256("\0".join(parts).encode()).digest()


def is_long_ago(paid_on: date, *, on: date) -> bool:
    """Whether a day of paying lies so far back that its year must be mistyped."""
    return paid_on < on - timedelta(days=366 * PAID_YEARS_MAX)


def available_on(*, paid_on: date, taken_in_on: date, policy: Policy) -> date:
    """The first day a till hands the money over (guide row G40): a week or so after paying.

    Not before the co-op has the bank's word for it.
    """
    return max(taken_in_on, paid_on + timedelta(days=policy.slip_days_min))


def sent_reference(number: int) -> str:
    """The reference printed on the slip a co-op has sent as its `number`-th (guide row G43)."""
    digits = str(number).zfill(SENT_REFERENCE_DIGITS - 1)
    if number < 1 or len(digits) >= SENT_REFERENCE_DIGITS:
        raise ValueError("slips are counted from 1 to 999,999,999")
    return digits + str(gs1_128.check_digit(digits))


def read_sent_reference(typed: str) -> str | None:
    """The reference as it is kept, however typed; None where its check digit is not right.

    A barcode's 44 digits are taken too: the reference is what ends its free area.
    """
    folded = japanese.fold_digits(typed)
    if not re.fullmatch(r"[0-9]+", folded):
        return None
    if len(folded) == BARCODE_DIGITS:
        if gs1_128.check_digit(folded[:-1]) != int(folded[-1]):
            return None
        end = len(_PAYMENT_SERVICE) + 6 + _FREE_DIGITS
        folded = folded[end - SENT_REFERENCE_DIGITS : end]
    if len(folded) != SENT_REFERENCE_DIGITS or int(folded[:-1]) == 0:
        return None
    return folded if gs1_128.check_digit(folded[:-1]) == int(folded[-1]) else None


def printed_reference(reference: str) -> str:
    """In groups that can be read out: 0000 0012 36."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def barcode(
    *, coop_id: int, reference: str, amount_yen: int, due_on: date | None, policy: Policy
) -> str | None:
    """The 44 digits under which shops take a slip; None where the co-op has no issuer code.

    The free area has the co-op's code, six digits left at zero, and the reference.
    """
    if not policy.slip_issuer_code:
        return None
    stamp_from_yen = policy.slip_stamp_from_yen
    digits = "".join(
        (
            _PAYMENT_SERVICE,
            policy.slip_issuer_code,
            f"{coop_id:05}{0:06}{reference}",
            "0",
            f"{due_on:%y%m%d}" if due_on else _NO_DUE_DATE,
            "1" if stamp_from_yen and amount_yen >= stamp_from_yen else "0",
            f"{amount_yen:06}",
        )
    )
    return digits + str(gs1_128.check_digit(digits))


def printed_barcode(digits: str) -> str:
    """The line of figures under the bars, its fields apart."""
    fields = ((0, 2), (2, 8), (8, 29), (29, 30), (30, 36), (36, 37), (37, 43), (43, 44))
    first, *others = (digits[start:end] for start, end in fields)
    return " ".join((f"({first})", *others))


def is_purpose(text: str) -> bool:
    """Whether this may stand on a slip as what it is for: one short line."""
    return 0 < len(text.strip()) <= PURPOSE_CHARACTERS_MAX and text.isprintable()
