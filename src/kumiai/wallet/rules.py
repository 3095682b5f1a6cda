"""How money and points come into a member's purses: all in whole yen and tenths of a point."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from kumiai.coops.policy import Policy
from kumiai.coops.rules import business_day_after
from kumiai.kit.money import TenthPoints, Yen

# The most that one entry turns, in yen or tenths: a figure of a receipt has 32 bits.
AT_ONCE_MAX = 1_000_000_000
# Longer than any co-op is closed.
CLAIM_DAYS_MAX = 40


class Conversion(msgspec.Struct, frozen=True):
    """Whole blocks of points and the yen they become."""

    points_tenths: TenthPoints
    yen: Yen


class Incoming(msgspec.Struct, frozen=True):
    """How money that comes in is shared out: the debt first, the rest is prepaid."""

    to_debt: Yen
    to_prepaid: Yen


class TakenBack(msgspec.Struct, frozen=True):
    """Where money that is taken back comes from: what waits, prepaid money; the rest is owed."""

    from_waiting: Yen
    from_prepaid: Yen
    to_debt: Yen


class Waiting(msgspec.Struct, frozen=True):
    """Money that waits to be collected: what is left of it and from which day."""

    id: UUID
    remaining_yen: Yen
    available_on: date


class Part(msgspec.Struct, frozen=True):
    """What one collection takes of one waiting amount."""

    id: UUID
    yen: Yen


def incoming(yen: int, *, debt_yen: int) -> Incoming:
    """Money coming in pays the member's debt first."""
    to_debt = min(yen, debt_yen)
    return Incoming(Yen(to_debt), Yen(yen - to_debt))


def taken_back(yen: int, *, waiting_yen: int, prepaid_yen: int) -> TakenBack:
    """Take money back that a member was given: never more than each purse holds."""
    from_waiting = min(yen, waiting_yen)
    from_prepaid = min(yen - from_waiting, prepaid_yen)
    return TakenBack(Yen(from_waiting), Yen(from_prepaid), Yen(yen - from_waiting - from_prepaid))


def room(*, prepaid_yen: int, debt_yen: int, policy: Policy) -> Yen:
    """How much may come in before the prepaid purse is over its cap; a debt swallows some first."""
    return Yen(max(policy.prepaid_cap_yen - prepaid_yen, 0) + debt_yen)


def auto_top_up(*, points_tenths: int, room_yen: int, policy: Policy) -> Conversion:
    """Turn every whole block of points into prepaid yen (guide row G22); the rest stays points.

    Blocks that do not fit under the cap stay points too, as do those beyond what one entry turns.
    """
    if not policy.auto_top_up:
        return Conversion(TenthPoints(0), Yen(0))
    blocks = min(
        min(points_tenths, AT_ONCE_MAX) // policy.point_block_tenths,
        min(room_yen, AT_ONCE_MAX) // policy.point_block_yen,
    )
    return Conversion(
        TenthPoints(blocks * policy.point_block_tenths), Yen(blocks * policy.point_block_yen)
    )


def collectable_yen(waiting: Sequence[Waiting], today: date) -> Yen:
    """What a till may hand over today."""
    return Yen(sum(w.remaining_yen for w in waiting if w.available_on <= today))


def next_collectable_on(waiting: Sequence[Waiting], today: date) -> date | None:
    """The next day on which more can be collected than today; None where nothing is to come."""
    return min(
        (w.available_on for w in waiting if w.available_on > today and w.remaining_yen),
        default=None,
    )


def collect(waiting: Sequence[Waiting], *, today: date, room_yen: int) -> list[Part]:
    """Take what is collectable, the longest waiting first, as far as there is room (G41, G42)."""
    parts = []
    due = sorted(
        (w for w in waiting if w.available_on <= today and w.remaining_yen),
        key=lambda w: (w.available_on, w.id),
    )
    for amount in due:
        yen = min(amount.remaining_yen, room_yen)
        if yen == 0:
            break
        parts.append(Part(amount.id, Yen(yen)))
        room_yen -= yen
    return parts


def payable_yen(*, slips_yen: int, waiting_yen: int, debt_yen: int) -> Yen:
    """What may go back to a bank account: what waits of slips, as far as the debt stays covered.

    `waiting_yen` is all that waits, claims of points too: they cover a debt first.
    """
    return Yen(max(min(slips_yen, waiting_yen - debt_yen), 0))


def claim(*, web_points_tenths: int, blocks: int, policy: Policy) -> Conversion | None:
    """What so many blocks of web points become (guide row G24); None where they are not there."""
    points = blocks * policy.web_claim_block_tenths
    if blocks < 1 or points > web_points_tenths:
        return None
    return Conversion(TenthPoints(points), Yen(blocks * policy.web_claim_block_yen))


def claimable_blocks(*, web_points_tenths: int, policy: Policy) -> int:
    """How many blocks of web points can be claimed."""
    return web_points_tenths // policy.web_claim_block_tenths


def last_claim_day(last: date, *, policy: Policy, calendar: Mapping[date, bool]) -> date | None:
    """The last day on which a claim can still be collected by `last`; None if that is long ago."""
    days = (last - timedelta(days=back) for back in range(CLAIM_DAYS_MAX))
    return next(
        (day for day in days if claim_available_on(day, policy=policy, calendar=calendar) <= last),
        None,
    )


def claim_available_on(claimed_on: date, *, policy: Policy, calendar: Mapping[date, bool]) -> date:
    """The first day on which a claim can be collected: so many business days later (G31)."""
    return business_day_after(claimed_on, policy.claim_wait_business_days, calendar)
