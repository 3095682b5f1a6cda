"""What came before the deposit it is about, as when an agency's files arrive in another order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from kumiai.kit import sql
from kumiai.slips.deposits import Tells
from kumiai.slips.models import Deposit

_sql = sql.load("kumiai.slips")


@dataclass(slots=True)
class Early:
    """Cancellations and confirmations that have met no deposit yet; each is found once."""

    by_likeness: dict[bytes, list[Deposit]]

    def take_cancellation(self, row: Deposit) -> Deposit | None:
        """The cancellation of this deposit; one of an earlier day was about another."""
        return self._take(row, Tells.CANCELLED)

    def take_confirmed(self, row: Deposit) -> bool:
        """Whether this is the flash of money that came in when it was confirmed; notes which."""
        confirmed = self._take(row, Tells.CONFIRMED) if row.tells == Tells.FLASH else None
        if confirmed:
            row.original, row.member_id = confirmed, confirmed.member_id
        return confirmed is not None

    def _take(self, row: Deposit, tells: Tells) -> Deposit | None:
        like = self.by_likeness.get(bytes(row.likeness), [])
        for each in like:
            if each.tells == tells and row.paid_on <= each.paid_on:
                like.remove(each)
                return each
        return None


def found(*, coop_id: int, rows: Sequence[Deposit]) -> Early:
    """What may be about these rows of a step, the earliest first."""
    likenesses = [bytes(row.likeness) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(_sql.came_early, {"coop": coop_id, "likenesses": likenesses})
        ids = [found_id for (found_id,) in cursor.fetchall()]
    by_likeness: dict[bytes, list[Deposit]] = defaultdict(list)
    if ids:
        early = Deposit.objects.filter(coop_id=coop_id, id__in=ids)
        for each in early.order_by("paid_on", "id"):
            by_likeness[bytes(each.likeness)].append(each)
    return Early(by_likeness)
