"""Where a member's money is: each payment slip and each claim on its way (guide row B3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum

from kumiai.kit import clock
from kumiai.kit.money import Yen
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet import correcting, paying_out, rules
from kumiai.wallet.models import CollectedPart, Uncollected

SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a till handed over of it, in yen; `place` is the store.

    `is_taken_back` where no till did: the bank, or the office, has taken back what was paid in;
    `is_corrected` where two people of the office took it off, `is_paid_out` where they sent it to
    a bank account.
    """

    at: datetime
    yen: Yen
    place: str
    is_taken_back: bool = False
    is_corrected: bool = False
    is_paid_out: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A slip or a claim: asked or paid, in the books, to be had from a day on, handed over.

    `booked_at` is when the co-op took it in; of a claim that is the moment of asking.
    """

    source: str
    amount_yen: Yen
    remaining_yen: Yen
    asked_on: date
    booked_at: datetime
    available_on: date
    is_collectable: bool
    handed_over: tuple[HandedOver, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return not self.remaining_yen

    @property
    def is_taken_back(self) -> bool:
        """Whether the bank took back what was still waiting of it."""
        return any(part.is_taken_back for part in self.handed_over)

    @property
    def is_corrected(self) -> bool:
        """Whether the last of it was taken off by the office."""
        return self.is_over and self.handed_over[-1].is_corrected

    @property
    def is_paid_out(self) -> bool:
        """Whether the last of it went to a bank account."""
        return self.is_over and self.handed_over[-1].is_paid_out


def paths(*, coop_id: int, member_id: int, since: datetime, at: datetime) -> tuple[Path, ...]:
    """What waits, however old, and what was taken in since a moment; the latest first."""
    today = clock.tokyo_date(at)
    rows = list(
        Uncollected.objects.filter(coop_id=coop_id, member_id=member_id)
        .filter(Q(remaining_yen__gt=0) | Q(entry__posted_at__gte=since))
        .select_related("entry")
        .order_by("-entry__posted_at", "-entry_id")[:SHOWN_MAX]
    )
    handed_over = _handed_over(coop_id, rows)
    return tuple(
        Path(
            source=row.source,
            amount_yen=Yen(row.amount_yen),
            remaining_yen=Yen(row.remaining_yen),
            asked_on=row.asked_on,
            booked_at=row.entry.posted_at,
            available_on=row.available_on,
            is_collectable=row.remaining_yen > 0 and row.available_on <= today,
            handed_over=tuple(handed_over.get(row.pk, ())),
        )
        for row in rows
    )


def collectable_after(*, coop_id: int, member_ids: Collection[int], day: date) -> dict[int, Yen]:
    """What of the members' uncollected money no till hands over up to a day, in yen by member."""
    rows = Uncollected.objects.filter(
        coop_id=coop_id,
        member_id__in=list(member_ids),
        remaining_yen__gt=0,
        available_on__gt=day,
    )
    sums = rows.order_by().values_list("member_id").annotate(yen=Sum("remaining_yen"))
    return {member_id: Yen(yen) for member_id, yen in sums}


def payable_yen(*, coop_id: int, member_id: int) -> Yen:
    """What may go back to a member's bank account now: see `rules.payable_yen`."""
    slips = Uncollected.objects.filter(
        coop_id=coop_id, member_id=member_id, source=Uncollected.Source.SLIP
    )
    purses = ledger.purses_now(coop_id=coop_id, holder_id=member_id)
    return rules.payable_yen(
        slips_yen=slips.aggregate(yen=Sum("remaining_yen"))["yen"] or 0,
        waiting_yen=purses[Kind.UNCOLLECTED].balance,
        debt_yen=purses[Kind.DEBT].balance,
    )


def _handed_over(coop_id: int, rows: list[Uncollected]) -> dict[object, list[HandedOver]]:
    parts = (
        CollectedPart.objects.filter(coop_id=coop_id, uncollected__in=rows)
        .select_related("entry__terminal__store")
        .order_by("entry__posted_at", "id")
    )
    found: dict[object, list[HandedOver]] = {}
    for part in parts:
        terminal = part.entry.terminal
        one = HandedOver(
            part.entry.posted_at,
            Yen(part.amount_yen),
            terminal.store.name if terminal and terminal.store else "",
            is_taken_back=part.entry.kind in ("slip_cancellation", "slip_recall"),
            is_corrected=part.entry.kind == correcting.KIND,
            is_paid_out=part.entry.kind == paying_out.KIND,
        )
        found.setdefault(part.uncollected_id, []).append(one)
    return found
