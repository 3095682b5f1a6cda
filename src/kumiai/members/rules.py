"""What holds for members: their numbers, cards and phones, and when a card may pay."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from kumiai.kit import japanese

CardReason = Literal["card_replaced", "card_suspended", "membership_ended", "prepaid_expired"]

COOP_DIGITS = 4
LAST_MONTH = 3
LAST_DAY = 31


class CardState(msgspec.Struct, frozen=True):
    """A card found by its code or IDm, with what decides whether it may pay; see `may_pay`.

    `suspended_at` is set while the member's cards are stopped. A card that is being issued in the
    batch at hand has the `card_id` 0 until it is written.
    """

    card_id: int
    coop_id: int
    code: str
    member_id: int
    member_number: str
    graduation_year: int | None
    left_on: date | None
    replaced_at: datetime | None
    suspended_at: datetime | None


def member_number(text: str) -> str | None:
    """Twelve half-width digits, however typed: full-width, with hyphens or spaces (row G01).

    None where it is no member number.
    """
    folded = japanese.fold_digits(text)
    return folded if re.fullmatch("[0-9]{12}", folded) else None


def coop_of(number: str) -> int:
    """The code of the co-op a member number belongs to."""
    return int(number[:COOP_DIGITS])


def card_code(number: str, issue: int) -> str:
    """The code of the card issued as number `issue`: the first has the bare member number."""
    if issue < 1:
        raise ValueError("cards are counted from 1")
    return number if issue == 1 else f"{number}-{issue}"


def next_code(code: str) -> str:
    """The code of the card issued after the one with this code."""
    number, _, issue = code.partition("-")
    return card_code(number, int(issue or 1) + 1)


def card_key(text: str) -> str | None:
    """A card's code or IDm as a till or a person gives it; None where it can be neither.

    Sixteen digits or letters A-F are an IDm, which is kept in capitals.
    """
    folded = japanese.fold_identifier(text).upper()
    if re.fullmatch("[0-9A-F]{16}", folded):
        return folded
    return folded if re.fullmatch("[0-9]{12}(-([2-9]|[1-9][0-9]+))?", folded) else None


def is_idm(key: str) -> bool:
    """Whether a card key is a FeliCa IDm; a code is shorter or has a hyphen."""
    return re.fullmatch("[0-9A-F]{16}", key) is not None


def phone(text: str) -> str | None:
    """The digits of a Japanese phone number; None where it is none."""
    digits = japanese.phone_digits(text)
    return digits if re.fullmatch("0[0-9]{8,14}", digits) else None


def kana(text: str) -> str | None:
    """A reading in full-width katakana or Latin letters; None where it holds anything else."""
    reading = japanese.spaced_kana(text)
    return reading if japanese.is_reading(reading) else None


def prepaid_usable_until(graduation_year: int | None) -> date | None:
    """The last day on which prepaid money can be used (row G47); None where it is not known."""
    return None if graduation_year is None else date(graduation_year, LAST_MONTH, LAST_DAY)


def is_graduating(graduation_year: int | None, day: date) -> bool:
    """Whether it is time to tell what is left: from January of the graduation year on (G47)."""
    return graduation_year is not None and day >= date(graduation_year, 1, 1)


def membership_ended(left_on: date | None, day: date) -> bool:
    """Whether somebody has left by a day; the day of leaving still counts as a member's."""
    return left_on is not None and left_on < day


def prepaid_expired(graduation_year: int | None, day: date) -> bool:
    """Whether the last day of use has passed (row G47)."""
    last = prepaid_usable_until(graduation_year)
    return last is not None and last < day


def may_pay(card: CardState, day: date) -> CardReason | None:
    """Why a card may not be used on a day at all; None where it may.

    Prepaid money that has expired stops prepaid tenders only, so it is asked apart.
    """
    if card.replaced_at is not None:
        return "card_replaced"
    if card.suspended_at is not None:
        return "card_suspended"
    if membership_ended(card.left_on, day):
        return "membership_ended"
    return None


def may_use_prepaid(card: CardState, day: date) -> CardReason | None:
    """Why a card may not pay with, or take in, prepaid money on a day; None where it may."""
    reason = may_pay(card, day)
    if reason is None and prepaid_expired(card.graduation_year, day):
        return "prepaid_expired"
    return reason


def was_stopped(
    card: CardState, occurred_at: datetime, *, past: Sequence[tuple[datetime, datetime]] = ()
) -> bool:
    """Whether a card was stopped or replaced before a sale that a till made offline.

    `past` has the (stopped, let go again) of earlier suspensions: a sale in between counts too.
    """
    stops = (card.replaced_at, card.suspended_at)
    if any(stop is not None and stop <= occurred_at for stop in stops):
        return True
    return any(stopped <= occurred_at < lifted for stopped, lifted in past)
