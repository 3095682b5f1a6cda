"""How points came and went, and what prepaid money is made of: for the pages that explain it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from kumiai.coops import queries as coops
from kumiai.kit.money import Yen
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet import changes
from kumiai.wallet.changes import Reason

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_HELD = (Kind.PREPAID, Kind.DEBT)


@dataclass(frozen=True, slots=True)
class PointStep:
    """One movement of points, in tenths; `place` is the store, empty where there was no till."""

    posted_at: datetime
    reason: Reason
    change_tenths: int
    place: str


@dataclass(frozen=True, slots=True)
class DebtOrigin:
    """What made a debt: a sale, or a reversal; `left_yen` of it is still owed."""

    entry_id: UUID
    posted_at: datetime
    reason: Reason
    place: str
    amount_yen: Yen
    left_yen: Yen


def debt_origins(*, coop_id: int, member_id: int, at: datetime) -> tuple[DebtOrigin, ...]:
    """What made the debt of this moment, the latest first; what was owed first is paid first."""
    moved = ledger.movements(
        coop_id=coop_id, holder_id=member_id, kinds=[Kind.DEBT], since=_EVER, before=at
    )
    places = coops.places(coop_id, {each.terminal_id for each in moved if each.terminal_id})
    owed = moved[-1].balance_after if moved else 0
    found = []
    for each in reversed(moved):
        if owed and each.change > 0:
            left_yen = min(owed, each.change)
            owed -= left_yen
            found.append(
                DebtOrigin(
                    entry_id=each.entry_id,
                    posted_at=each.posted_at,
                    reason=changes.reason(
                        each.purse, each.other, each.change, entry_kind=each.entry_kind
                    ),
                    place=place.store_name if (place := places.get(each.terminal_id or 0)) else "",
                    amount_yen=Yen(each.change),
                    left_yen=Yen(left_yen),
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TopUps:
    """What ever came into prepaid money by each way, in yen, less what was taken back of it.

    What of it paid a debt is counted. `prepaid_yen` and `debt_yen` are what is left: everything
    that came in is either used, or in the one, less the other.
    """

    cash_yen: int
    collected_yen: int
    from_points_yen: int
    corrected_yen: int
    used_yen: int
    prepaid_yen: int
    debt_yen: int

    @property
    def yen(self) -> int:
        return self.cash_yen + self.collected_yen + self.from_points_yen + self.corrected_yen


def top_ups(*, coop_id: int, member_id: int, at: datetime) -> TopUps:
    """The sum of all top-ups and what became of them (guide row G49)."""
    moved = ledger.sums_by_other(
        coop_id=coop_id, holder_id=member_id, kinds=[Kind.PREPAID, Kind.DEBT], until=at
    )
    left = {purse: sum(each for (of, _), each in moved.items() if of is purse) for purse in _HELD}
    by_other: dict[Kind, int] = {}
    for (purse, other), change in moved.items():
        by_other[other] = by_other.get(other, 0) + (change if purse is Kind.PREPAID else -change)
    used_yen = -by_other.pop(Kind.SALES, 0)
    cash_yen = by_other.pop(Kind.CASH, 0)
    collected_yen = by_other.pop(Kind.CLEARING, 0)
    from_points_yen = by_other.pop(Kind.POINTS_REDEEMED_YEN, 0)
    return TopUps(
        cash_yen=cash_yen,
        collected_yen=collected_yen,
        from_points_yen=from_points_yen,
        corrected_yen=sum(by_other.values()),
        used_yen=used_yen,
        prepaid_yen=left[Kind.PREPAID],
        debt_yen=left[Kind.DEBT],
    )


def point_steps(
    *, coop_id: int, member_id: int, since: datetime, before: datetime
) -> tuple[PointStep, ...]:
    """How points were earned, taken back and turned into yen in a time; oldest first."""
    moved = ledger.movements(
        coop_id=coop_id, holder_id=member_id, kinds=[Kind.POINTS], since=since, before=before
    )
    places = coops.places(coop_id, {each.terminal_id for each in moved if each.terminal_id})
    return tuple(
        PointStep(
            posted_at=each.posted_at,
            reason=changes.reason(each.purse, each.other, each.change, entry_kind=each.entry_kind),
            change_tenths=each.change,
            place=place.store_name if (place := places.get(each.terminal_id or 0)) else "",
        )
        for each in moved
    )
