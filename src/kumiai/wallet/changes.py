"""Why a purse moved, in a member's words: told from the account on the other side."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kumiai.ledger.accounts import Kind
from kumiai.wallet import correcting, paying_out


class Reason(StrEnum):
    """What raised or lowered a purse."""

    PURCHASE = "purchase"
    TAKEN_BACK = "taken_back"
    TOP_UP = "top_up"
    COLLECTED = "collected"
    EARNED = "earned"
    AUTO_TOP_UP = "auto_top_up"
    CLAIMED = "claimed"
    PAID_IN = "paid_in"
    SHORTFALL = "shortfall"
    REPAID = "repaid"
    PAID_OUT = "paid_out"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement of a purse: `change` in its unit, below zero where it went down."""

    entry_id: UUID
    entry_kind: str
    other: Kind
    change: int


@dataclass(frozen=True, slots=True)
class Change:
    """What one reason did to a purse: how many events, and their sum in the purse's unit."""

    reason: Reason
    count: int
    amount: int


# What two people of the office did is called by that, whatever it moved.
_OF_THE_OFFICE = {correcting.KIND: Reason.CORRECTED, paying_out.KIND: Reason.PAID_OUT}
# (purse, other side, whether the purse rose)
_REASONS: dict[tuple[Kind, Kind, bool], Reason] = {
    (Kind.PREPAID, Kind.SALES, False): Reason.PURCHASE,
    (Kind.PREPAID, Kind.SALES, True): Reason.TAKEN_BACK,
    (Kind.PREPAID, Kind.CASH, True): Reason.TOP_UP,
    (Kind.PREPAID, Kind.CASH, False): Reason.TAKEN_BACK,
    (Kind.PREPAID, Kind.CLEARING, True): Reason.COLLECTED,
    (Kind.PREPAID, Kind.POINTS_REDEEMED_YEN, True): Reason.AUTO_TOP_UP,
    (Kind.PREPAID, Kind.POINTS_REDEEMED_YEN, False): Reason.TAKEN_BACK,
    (Kind.PREPAID, Kind.SLIP_BANK, False): Reason.TAKEN_BACK,
    (Kind.POINTS, Kind.POINTS_GRANTED, True): Reason.EARNED,
    (Kind.POINTS, Kind.POINTS_GRANTED, False): Reason.TAKEN_BACK,
    (Kind.POINTS, Kind.POINTS_REDEEMED, False): Reason.AUTO_TOP_UP,
    (Kind.WEB_POINTS, Kind.POINTS_GRANTED, True): Reason.EARNED,
    (Kind.WEB_POINTS, Kind.POINTS_GRANTED, False): Reason.TAKEN_BACK,
    (Kind.WEB_POINTS, Kind.POINTS_REDEEMED, False): Reason.CLAIMED,
    (Kind.UNCOLLECTED, Kind.SLIP_BANK, True): Reason.PAID_IN,
    (Kind.UNCOLLECTED, Kind.SLIP_BANK, False): Reason.TAKEN_BACK,
    (Kind.UNCOLLECTED, Kind.SUSPENSE, True): Reason.PAID_IN,
    (Kind.UNCOLLECTED, Kind.POINTS_REDEEMED_YEN, True): Reason.CLAIMED,
    (Kind.UNCOLLECTED, Kind.CLEARING, False): Reason.COLLECTED,
    (Kind.DEBT, Kind.SALES, True): Reason.SHORTFALL,
    (Kind.DEBT, Kind.SLIP_BANK, True): Reason.TAKEN_BACK,
    (Kind.DEBT, Kind.CASH, True): Reason.TAKEN_BACK,
    (Kind.DEBT, Kind.POINTS_REDEEMED_YEN, True): Reason.TAKEN_BACK,
}


def reason(purse: Kind, other: Kind, change: int, *, entry_kind: str) -> Reason:
    """Why a purse moved; what has no other name was corrected by the co-op."""
    if entry_kind in _OF_THE_OFFICE:
        return _OF_THE_OFFICE[entry_kind]
    if purse is Kind.DEBT and change < 0:
        return Reason.TAKEN_BACK if other is Kind.SALES else Reason.REPAID
    return _REASONS.get((purse, other, change > 0), Reason.CORRECTED)


def summed(purse: Kind, moved: Iterable[Moved]) -> tuple[Change, ...]:
    """The movements by reason, in the order in which reasons are declared.

    The amounts add up to the difference between the purse before and after.
    """
    entries: dict[Reason, set[UUID]] = {}
    amounts: dict[Reason, int] = {}
    for each in moved:
        why = reason(purse, each.other, each.change, entry_kind=each.entry_kind)
        entries.setdefault(why, set()).add(each.entry_id)
        amounts[why] = amounts.get(why, 0) + each.change
    return tuple(Change(why, len(entries[why]), amounts[why]) for why in Reason if why in entries)
