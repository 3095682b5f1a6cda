"""The slips of one sending as pages to print (guide row G43)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.kit import clock, gs1_128
from kumiai.members import selecting
from kumiai.members.selecting import Addressee
from kumiai.slips import queries, rules
from kumiai.slips.models import PaymentSlip, SlipSending
from kumiai.slips.queries import SentSlip
from kumiai.ui import paper

BAR_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Barcode:
    """44 digits as bars: `path` draws them, a module wide a unit."""

    printed: str
    path: str
    modules: int
    height: int = BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One member's slip; without barcode where no shop takes the co-op's slips."""

    member: Addressee
    slip: SentSlip
    reference: str
    barcode: Barcode | None


class NoSuchSending(LookupError):
    """The co-op has sent no such slips."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One pile that was sent: how many slips, and the parts in which it prints."""

    id: int
    purpose: str
    guide_amount_yen: int
    due_on: date | None
    sent_at: datetime
    count: int

    @property
    def parts(self) -> list[tuple[int, int, int]]:
        """Each part's number, its first and its last slip."""
        return paper.parts(self.count)


def sendings(coop_id: int, *, part: slice) -> tuple[Sending, ...]:
    """What the co-op has sent, the latest first."""
    slips = PaymentSlip.objects.filter(sending=OuterRef("pk")).order_by()
    counted = slips.values("sending").annotate(count=Count("pk")).values("count")
    rows = SlipSending.objects.filter(coop_id=coop_id).annotate(count=Subquery(counted))
    return tuple(
        Sending(row.pk, row.purpose, row.guide_amount_yen, row.due_on, row.sent_at, row.count)
        for row in rows.order_by("-sent_at", "-id")[part]
    )


def sheets(*, coop_id: int, sending_id: int, part: int | None = None) -> tuple[Sheet, ...]:
    """A sheet for each member, by number; printed again they are the same.

    With `part` only so many of them, counted from 1. Raises NoSuchSending.
    """
    sent = queries.slips_of_sending(coop_id=coop_id, sending_id=sending_id)
    if part is not None:
        sent = paper.part(sent, part)
    if not sent:
        raise NoSuchSending(str(sending_id))
    policy = coops.policy_on(coop_id, clock.tokyo_date(sent[0].sent_at))
    members = selecting.addressees(coop_id=coop_id, member_ids={slip.member_id for slip in sent})
    return tuple(
        Sheet(
            member=members[slip.member_id],
            slip=slip,
            reference=rules.printed_reference(slip.reference),
            barcode=_barcode(coop_id, slip, policy),
        )
        for slip in sent
    )


def page(*, coop_id: int, sending_id: int, stylesheet: str = "", part: int | None = None) -> str:
    """The sheets as an HTML page; see `ui.paper` for `stylesheet`. Raises NoSuchSending."""
    printed = sheets(coop_id=coop_id, sending_id=sending_id, part=part)
    sent_on: date = clock.tokyo_date(printed[0].slip.sent_at)
    policy = coops.policy_on(coop_id, sent_on)
    facts = {
        "coop": coops.coop(coop_id),
        "policy": policy,
        "days": (policy.slip_days_min, policy.slip_days_max),
        "stores": "・".join(store.name for store in coops.stores_that_hand_over(coop_id)),
        "date": sent_on,
        "sheets": printed,
    }
    return paper.page("slips/paper/slips.html", facts, stylesheet=stylesheet)


def _barcode(coop_id: int, slip: SentSlip, policy: Policy) -> Barcode | None:
    digits = rules.barcode(
        coop_id=coop_id,
        reference=slip.reference,
        amount_yen=slip.guide_amount_yen,
        due_on=slip.due_on,
        policy=policy,
    )
    if digits is None:
        return None
    return Barcode(
        printed=rules.printed_barcode(digits),
        path=gs1_128.path(digits, height=BAR_HEIGHT),
        modules=gs1_128.modules(digits),
    )
