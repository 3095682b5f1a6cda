"""How points came and went, and what prepaid money is made of: for the pages that explain it."""

from dataclasses import dataclass
from datetime import datetime

from kumiai.coops import queries as coops
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet import changes
from kumiai.wallet.changes import Reason


@dataclass(frozen=True, slots=True)
class PointStep:
    """One movement of points, in tenths; `place` is the store, empty where there was no till."""

    posted_at: datetime
    reason: Reason
    change_tenths: int
    place: str


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
