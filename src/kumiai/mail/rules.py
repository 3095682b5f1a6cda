"""Addresses, patience and text: pure rules of the outbox."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ADDRESS_LENGTH_MAX = 254
LOCAL_LENGTH_MAX = 64
LINE_COLUMNS_MAX = 70

LEASE = timedelta(minutes=5)
_PATIENCE = (
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=16),
)

# Dots at the end of the name or side by side: against the standard, and handed out by Japanese
# carriers for years, so that people really have them.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_LOCAL = re.compile(rf"(?:{_ATOM}|\.)*{_ATOM}(?:{_ATOM}|\.)*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_REPLY = re.compile(
    r"(?P<code>[45]\d\d)(?:[ -]+[45]\.(?P<subject>\d{1,3})\.(?P<detail>\d{1,3}))?\b"
)
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")


class AddressProblem(StrEnum):
    """Why a text is no mail address we would write to."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_ONE_LINE = "not_one_line"
    NOT_AN_ADDRESS = "not_an_address"


@dataclass(frozen=True, slots=True)
class Thread:
    """What a mail answers: the Message-IDs before it, the oldest first, and where answers go.

    `reply_to` is empty where they go to the sender.
    """

    message_ids: tuple[str, ...]
    reply_to: str = ""


class Answer(StrEnum):
    """What a mail server's answer means for the mail."""

    LATER = "later"
    NEVER = "never"


class Cause(StrEnum):
    """What stands in the way of a mail, in the words a page has for it."""

    NO_SUCH_ADDRESS = "no_such_address"
    MAILBOX_FULL = "mailbox_full"
    NOT_WANTED = "not_wanted"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    OTHER = "other"


def fold_address(typed: str) -> str:
    """Half-width, without the blanks around it; the domain in lower case."""
    folded = unicodedata.normalize("NFKC", typed).strip()
    name, at_sign, domain = folded.rpartition("@")
    return name + at_sign + domain.lower()


def problem_with_address(address: str) -> AddressProblem | None:
    """What is wrong with a folded address; the old carriers' dots are not."""
    if not address:
        return AddressProblem.EMPTY
    if len(address) > ADDRESS_LENGTH_MAX:
        return AddressProblem.TOO_LONG
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in address):
        return AddressProblem.NOT_ONE_LINE
    name, _, domain = address.rpartition("@")
    if len(name) > LOCAL_LENGTH_MAX or not _LOCAL.fullmatch(name) or not _DOMAIN.fullmatch(domain):
        return AddressProblem.NOT_AN_ADDRESS
    return None


def is_off_standard(address: str) -> bool:
    """Whether its dots may stop it on the way: `a..b@`, `a.@`, `.a@`."""
    name = address.rpartition("@")[0]
    return ".." in name or name.startswith(".") or name.endswith(".")


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]


def answer_of(code: int, *, is_about_recipient: bool) -> Answer:
    """Never only for a lasting refusal (5xx) of this recipient or this mail.

    A server that refuses us altogether (its greeting, our password, our sender) is our own
    trouble: the mail waits until it is mended.
    """
    return Answer.NEVER if is_about_recipient and 500 <= code <= 599 else Answer.LATER


def cause_of(reason: str) -> Cause:
    """What a server's answer means to people: `550 5.1.1 no such user`.

    The three numbers of RFC 3463 say it best, where a server gives them. What does not begin with
    a code never came from a server: there was none.
    """
    said = _REPLY.match(reason)
    if said is None:
        return Cause.NO_ANSWER
    code, subject, detail = said["code"], said["subject"], said["detail"]
    if (subject, detail) == ("2", "2") or (subject is None and code in ("452", "552")):
        return Cause.MAILBOX_FULL
    if code.startswith("4"):
        return Cause.BUSY
    if subject == "7" or (subject is None and code == "554"):
        return Cause.NOT_WANTED
    if subject in ("1", "2") or (subject is None and code in ("550", "551", "553")):
        return Cause.NO_SUCH_ADDRESS
    return Cause.OTHER


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after the n-th attempt (from 1); None when patience ends, after 32 hours."""
    return _PATIENCE[attempts - 1] if attempts <= len(_PATIENCE) else None


def columns(line: str) -> int:
    """Width of a line of text in half-width columns; a full-width sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
