"""What an inquiry may look like, and how many are taken from one place."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from kumiai.kit import japanese

NAME_LENGTH_MAX = 100
TEXT_LENGTH_MAX = 4000

# A campus is one network; what is counted per address keeps confirmations from being a nuisance
# to somebody whose address a stranger types.
NETWORK_PER_HOUR_MAX = 30
ADDRESS_PER_HOUR_MAX = 3
ADDRESS_PER_DAY_MAX = 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# Faster than anybody can read the form, and long enough to be called away from it.
FILLING_IN_MIN = timedelta(seconds=2)
FORM_LASTS = timedelta(hours=24)


class Kind(StrEnum):
    """What an inquiry is about (guide rows G13, G17, G60)."""

    MAIL_ADDRESS = "mail_address"
    MEMBER_NUMBER = "member_number"
    LOST_CARD = "lost_card"
    OTHER = "other"


def one_line(typed: str) -> str | None:
    """A name as it is kept; None where it holds line breaks or other control characters."""
    name = typed.strip()
    return None if any(_is_control(sign) for sign in name) else name


def plain_text(typed: str) -> str | None:
    """A text as it is kept, its lines ended alike; None where it holds other control characters."""
    text = re.sub(r"\r\n?", "\n", typed).strip()
    return None if any(_is_control(sign) and sign not in "\n\t" for sign in text) else text


def member_number(typed: str) -> str | None:
    """Twelve digits however typed, an empty text where none was; None for anything else."""
    folded = japanese.fold_digits(typed).lower().removesuffix("p")
    return folded if re.fullmatch("([0-9]{12})?", folded) else None


def again_at(
    *, of_network: Sequence[datetime], of_address: Sequence[datetime], at: datetime
) -> datetime | None:
    """When the next inquiry is taken, if not now; both sequences have the latest ones first."""
    limits = (
        (of_network, NETWORK_PER_HOUR_MAX, HOUR),
        (of_address, ADDRESS_PER_HOUR_MAX, HOUR),
        (of_address, ADDRESS_PER_DAY_MAX, DAY),
    )
    ends = [times[most - 1] + within for times, most, within in limits if len(times) >= most]
    return max((end for end in ends if end > at), default=None)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs")
