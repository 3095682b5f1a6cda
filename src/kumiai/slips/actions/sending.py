"""Sending payment slips: each member of a selection gets a reference of their own (row G43)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.slips import rules
from kumiai.slips.models import PaymentSlip, SlipSending

JUST_NOW = timedelta(minutes=1)


class CannotSend(Exception):
    """Nobody is selected, what stands on the slips cannot be, or they have just been made.

    `problem` is `nobody`, `amount`, `purpose`, `due_on`, or `just_now` where the very same slips
    were made a moment ago: a button pressed twice sends nobody two.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipsAsked:
    """What stands on each slip of a pile: what for, the amount suggested, the last day if any."""

    purpose: str
    guide_amount_yen: int
    due_on: date | None = None


def problem_with(*, asked: SlipsAsked, on: date) -> str:
    """What cannot stand on a slip that is made on a day, as CannotSend names it; `""` if all can.

    The amount is from ¥1 to ¥300,000, the purpose one line, the last day not over.
    """
    if not 1 <= asked.guide_amount_yen <= rules.GUIDE_AMOUNT_YEN_MAX:
        return "amount"
    if not rules.is_purpose(asked.purpose):
        return "purpose"
    if asked.due_on is not None and asked.due_on < on:
        return "due_on"
    return ""


@transaction.atomic
def send_slips(
    *, coop_id: int, member_ids: Sequence[int], asked: SlipsAsked, by: Actor, at: datetime
) -> int:
    """Make one slip for each of these members; returns the id of the sending, to be printed.

    A slip is no money: it only says for whom a payment is that carries its reference. Raises
    CannotSend.
    """
    if problem := problem_with(asked=asked, on=clock.tokyo_date(at)):
        raise CannotSend(problem)
    if not member_ids:
        raise CannotSend("nobody")
    locking.hold(coop_id=coop_id)
    if _is_made(coop_id, set(member_ids), asked, at):
        raise CannotSend("just_now")
    sending = SlipSending.objects.create(
        coop_id=coop_id,
        purpose=asked.purpose,
        guide_amount_yen=asked.guide_amount_yen,
        due_on=asked.due_on,
        sent_at=at,
        by_kind=by.kind,
        by_id=by.id,
    )
    last = PaymentSlip.objects.filter(coop_id=coop_id).order_by("-reference").first()
    first_number = int(last.reference[:-1]) + 1 if last else 1
    slips = [
        PaymentSlip(
            coop_id=coop_id,
            sending=sending,
            member_id=member_id,
            reference=rules.sent_reference(number),
        )
        for number, member_id in enumerate(dict.fromkeys(member_ids), first_number)
    ]
    PaymentSlip.objects.bulk_create(slips, batch_size=5_000)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="send_slips",
        subject=f"slip_sending:{sending.pk}",
        at=at,
        details={
            "count": len(slips),
            "guide_amount_yen": asked.guide_amount_yen,
            "first": slips[0].reference,
            "last": slips[-1].reference,
        },
    )
    return sending.pk


def _is_made(coop_id: int, member_ids: set[int], asked: SlipsAsked, at: datetime) -> bool:
    """Whether the same members have just been sent the same."""
    alike = SlipSending.objects.filter(
        coop_id=coop_id,
        purpose=asked.purpose,
        guide_amount_yen=asked.guide_amount_yen,
        due_on=asked.due_on,
        sent_at__gt=at - JUST_NOW,
    ).order_by("id")
    slips = PaymentSlip.objects.filter(coop_id=coop_id, sending__in=alike)
    made: dict[int, set[int]] = {}
    for sending_id, member_id in slips.values_list("sending_id", "member_id"):
        made.setdefault(sending_id, set()).add(member_id)
    return member_ids in made.values()
