"""The chart of accounts: which kinds there are, and in which unit each counts."""

from enum import StrEnum


class Unit(StrEnum):
    """What an account counts. One transfer never mixes two of them."""

    JPY = "JPY"
    POINT_TENTHS = "POINT_TENTHS"


class Kind(StrEnum):
    """What an account is for."""

    # A member's purses: the only accounts with a stored balance.
    PREPAID = "PREPAID"
    UNCOLLECTED = "UNCOLLECTED"
    POINTS = "POINTS"
    WEB_POINTS = "WEB_POINTS"
    DEBT = "DEBT"
    # One of each per terminal.
    CASH = "CASH"
    MEAL_TENDER = "MEAL_TENDER"
    OTHER_TENDER = "OTHER_TENDER"
    SALES = "SALES"
    # One of each per co-op.
    SLIP_BANK = "SLIP_BANK"
    CLEARING = "CLEARING"
    SUSPENSE = "SUSPENSE"
    ADJUSTMENTS = "ADJUSTMENTS"
    POINTS_GRANTED = "POINTS_GRANTED"
    POINTS_REDEEMED = "POINTS_REDEEMED"
    POINTS_REDEEMED_YEN = "POINTS_REDEEMED_YEN"


PURSES = (Kind.PREPAID, Kind.UNCOLLECTED, Kind.POINTS, Kind.WEB_POINTS, Kind.DEBT)
PER_TERMINAL = (Kind.CASH, Kind.MEAL_TENDER, Kind.OTHER_TENDER, Kind.SALES)
PER_COOP = (
    Kind.SLIP_BANK,
    Kind.CLEARING,
    Kind.SUSPENSE,
    Kind.ADJUSTMENTS,
    Kind.POINTS_GRANTED,
    Kind.POINTS_REDEEMED,
    Kind.POINTS_REDEEMED_YEN,
)

_IN_TENTHS = {Kind.POINTS, Kind.WEB_POINTS, Kind.POINTS_GRANTED, Kind.POINTS_REDEEMED}
UNIT_OF = {kind: Unit.POINT_TENTHS if kind in _IN_TENTHS else Unit.JPY for kind in Kind}
