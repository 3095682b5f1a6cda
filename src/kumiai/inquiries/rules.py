"""What an inquiry may look like, and how many are taken from one place."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from kumiai.kit import japanese

NAME_LENGTH_MAX = 100
TEXT_LENGTH_MAX = 4000
TITLE_LENGTH_MAX = 100
# What a canned answer may leave to be filled in.
PLACES = (
    "name", "inquiry", "coop", "money", "phone", "sender_domain", "stores", "days_min", "days_max",
    "fee",
)  # fmt: skip

# A campus is one network; what is counted per address keeps confirmations from being a nuisance
# to somebody whose address a stranger types.
NETWORK_PER_HOUR_MAX = 30
ADDRESS_PER_HOUR_MAX = 3
ADDRESS_PER_DAY_MAX = 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPAM_REMEMBERED = timedelta(days=90)
FOLLOW_UPS_PER_HOUR_MAX = 10

# Faster than anybody can read the form, and long enough to be called away from it.
FILLING_IN_MIN = timedelta(seconds=2)
FORM_LASTS = timedelta(hours=24)


class Kind(StrEnum):
    """What an inquiry is about (guide rows G13, G17, G60)."""

    MAIL_ADDRESS = "mail_address"
    MEMBER_NUMBER = "member_number"
    LOST_CARD = "lost_card"
    PURCHASE = "purchase"
    OTHER = "other"


class State(StrEnum):
    """Whose turn it is: the desk's (`open`), the asker's (`waiting`), or nobody's.

    `answered` has had its answer and may come back; `closed` is done; `spam` is out of the way.
    """

    OPEN = "open"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    SPAM = "spam"


# An answer leads to `waiting` or `answered`; the others are pressed by hand.
_BY_HAND = {
    State.OPEN: {State.CLOSED, State.SPAM},
    State.WAITING: {State.OPEN, State.CLOSED},
    State.ANSWERED: {State.OPEN, State.CLOSED},
    State.CLOSED: {State.OPEN},
    State.SPAM: {State.OPEN},
}


def may_become(before: State, after: State) -> bool:
    """Whether the desk may put an inquiry from one state into another by hand."""
    return after in _BY_HAND[before]


def next_states(before: State) -> tuple[State, ...]:
    """The states the desk may choose from, in the order of the buttons."""
    return tuple(state for state in State if state in _BY_HAND[before])


def median(durations: Sequence[timedelta]) -> timedelta | None:
    """The middle one; of an even number the mean of the two in the middle; None of none."""
    ordered = sorted(durations)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def places_in(text: str) -> set[str]:
    """The names in braces that a canned answer leaves to be filled in."""
    return set(re.findall(r"\{(\w+)\}", text))


def fill(text: str, facts: Mapping[str, str]) -> str:
    """A canned answer with what is known put in; what is not known stays to be seen."""
    return re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], found[0]), text)


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


def next_follow_up_at(written: Sequence[datetime], *, at: datetime) -> datetime | None:
    """When somebody may write further on an inquiry, if not now; the latest comes first."""
    if len(written) < FOLLOW_UPS_PER_HOUR_MAX:
        return None
    again = written[FOLLOW_UPS_PER_HOUR_MAX - 1] + HOUR
    return again if again > at else None


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs")
