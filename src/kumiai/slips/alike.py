"""Deposits that look like one another: which came first, and in what they agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kumiai.slips import desk_queries
from kumiai.slips.deposits import Tells
from kumiai.slips.desk_queries import DepositFacts, ShareFacts
from kumiai.slips.matching import Why
from kumiai.slips.models import Deposit

ALIKE_MAX = 20
_MONEY_STATES = ("suspense", "credited", "assigned", "returned", "taken_back")
_MONEY = (Tells.PAID, Tells.FLASH, Tells.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another deposit to compare one with; `because` is `line`, `slip` or `same`.

    `line` is the very same line, which another file brought; `slip` the same slip paid again;
    `same` the same day, amount, payer and text in another file.
    """

    deposit: DepositFacts
    shares: tuple[ShareFacts, ...]
    because: str
    is_earlier: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a decision, too."""
        return self.deposit.state in desk_queries.OPEN_STATES


def alike(*, coop_id: int, deposit_ids: Sequence[int]) -> Mapping[int, tuple[Alike, ...]]:
    """What these deposits are to be compared with, by their ids: the latest first, 20 at most."""
    asked = list(Deposit.objects.filter(coop_id=coop_id, id__in=deposit_ids).order_by("id"))
    others = _others(coop_id, asked)
    pairs = {
        row.pk: [(because, each) for each in others if (because := _because(row, each))][:ALIKE_MAX]
        for row in asked
    }
    shown = {each.pk for some in pairs.values() for _, each in some}
    facts = {
        one.id: one
        for one in desk_queries.facts(Deposit.objects.filter(coop_id=coop_id, id__in=shown))
    }
    shares = desk_queries.shares_of(coop_id=coop_id, deposit_ids=shown)
    return {
        row.pk: tuple(
            Alike(facts[each.pk], shares.get(each.pk, ()), because, _order(each) < _order(row))
            for because, each in pairs[row.pk]
        )
        for row in asked
    }


def earlier_of(found: Iterable[Alike]) -> Alike | None:
    """The one that came last before it."""
    return next((each for each in found if each.is_earlier), None)


def _others(coop_id: int, rows: Sequence[Deposit]) -> list[Deposit]:
    some = Q(likeness__in=[bytes(row.likeness) for row in rows])
    some |= Q(reference__in=[row.reference for row in rows if row.reference])
    others = Deposit.objects.filter(some, coop_id=coop_id).exclude(state__in=("read", "known"))
    return list(others.order_by("-id"))


def _because(row: Deposit, other: Deposit) -> str:
    """In what another deposit agrees with one, as far as it matters; else nothing."""
    if row.pk == other.pk:
        return ""
    if row.state == "known":
        return "line" if bytes(row.fingerprint) == bytes(other.fingerprint) else ""
    if not (_is_money(row) and _is_money(other)):
        return ""
    if row.state != "suspense" and Why.DUPLICATE not in (row.why, other.why):
        return ""
    if row.reference and row.reference == other.reference:
        return "slip"
    is_same = (bytes(row.likeness), row.paid_on) == (bytes(other.likeness), other.paid_on)
    return "same" if is_same and row.file_id != other.file_id else ""


def _is_money(row: Deposit) -> bool:
    return row.state in _MONEY_STATES and row.tells in _MONEY


def _order(row: Deposit) -> tuple[bool, int]:
    """What was held as a duplicate came after what was not, whichever file was received first."""
    return row.why == Why.DUPLICATE, row.pk
