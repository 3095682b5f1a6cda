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
                    reason=changes.reason(each.purse, each.other, each.change),
                    place=place.store_name if (place := places.get(each.terminal_id or 0)) else "",
                    amount_yen=Yen(each.change),
                    left_yen=Yen(left_yen),
                )
            )
    return tuple(found)


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
            reason=changes.reason(each.purse, each.other, each.change),
            change_tenths=each.change,
            place=place.store_name if (place := places.get(each.terminal_id or 0)) else "",
        )
        for each in moved
    )
