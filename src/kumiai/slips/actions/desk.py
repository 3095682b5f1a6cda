"""The matching desk: what a person decides about money that is on the suspense."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import queries as coop_facts
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.members import rules as members
from kumiai.members.models import Member
from kumiai.slips import rules, suspending
from kumiai.slips.actions import settling, wishes
from kumiai.slips.models import BankFile, Deposit, SlipPayment
from kumiai.slips.suspending import Suspended

REASON_CHARACTERS_MAX = 200


class CannotSettle(Exception):
    """Why nothing is decided about a deposit.

    `problem` is `not_open`, `no_reason`, `no_members`, `members`, `amounts`, `too_large` or `left`;
    with `left` it is said who, by their numbers.
    """

    def __init__(self, problem: str, member_numbers: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.member_numbers = tuple(member_numbers)


@transaction.atomic
def assign(
    *,
    coop_id: int,
    deposit_id: int,
    shares: Mapping[int, int],
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a deposit's money to members: `shares` are yen by member id, together all of it.

    It is uncollected money from then on, as if the slip had named them. Nobody who has left can
    collect it at a till, so it goes to none of them: it is sent back. Raises CannotSettle.
    """
    deposit = _open(coop_id, deposit_id, "suspense", reason)
    _check(deposit, shares, today=clock.tokyo_date(at))
    payments = _payments(deposit, shares, at)
    asked = [settling.assigned_credit(payment=payment, at=at) for payment in payments]
    settling.post(coop_id=coop_id, asked=asked, at=at)
    settling.insert(coop_id=coop_id, payments=payments, at=at)
    deposit.state = "assigned"
    deposit.member_id = payments[0].member_id if len(payments) == 1 else None
    settling.write(coop_id=coop_id, rows=[deposit], at=at)
    wishes.tell(step=wishes.TAKEN_IN, payments=payments, at=at)
    details = {"shares": {str(member): yen for member, yen in shares.items()}}
    _act("assign_deposit", deposit, by=by, at=at, reason=reason, details=details)


@transaction.atomic
def send_back(*, coop_id: int, deposit_id: int, reason: str, by: Actor, at: datetime) -> UUID:
    """Take a deposit off the suspense, to be returned to who paid it; the entry's id.

    One person asks and another approves before this is called. Raises CannotSettle.
    """
    deposit = _open(coop_id, deposit_id, "suspense", reason)
    entry = settling.entry_id(made_at=at, deposit=deposit, purpose="send back")
    request = suspending.request(
        coop_id=coop_id,
        entry_id=entry,
        suspended=Suspended(deposit.amount_yen, deposit.entry_id),
        occurred_at=at,
        at=at,
    )
    settling.post(coop_id=coop_id, suspensions=[request], at=at)
    deposit.state = "returned"
    settling.write(coop_id=coop_id, rows=[deposit], at=at)
    details = {"entry": str(entry)}
    _act("send_deposit_back", deposit, by=by, at=at, reason=reason, details=details)
    return entry


@transaction.atomic
def set_aside(*, coop_id: int, deposit_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Note that a cancellation of a deposit nobody knows was looked at. Raises CannotSettle."""
    deposit = _open(coop_id, deposit_id, "unmatched", reason)
    deposit.state = "set_aside"
    settling.write(coop_id=coop_id, rows=[deposit], at=at)
    _act("set_deposit_aside", deposit, by=by, at=at, reason=reason, details={})


def _open(coop_id: int, deposit_id: int, state: str, reason: str) -> Deposit:
    if not 0 < len(reason.strip()) <= REASON_CHARACTERS_MAX:
        raise CannotSettle("no_reason")
    deposit = (
        Deposit.objects.select_for_update()
        .filter(coop_id=coop_id, id=deposit_id, state=state)
        .first()
    )
    if deposit is None:
        raise CannotSettle("not_open")
    return deposit


def _check(deposit: Deposit, shares: Mapping[int, int], *, today: date) -> None:
    if not shares:
        raise CannotSettle("no_members")
    if any(yen < 1 for yen in shares.values()) or sum(shares.values()) != deposit.amount_yen:
        raise CannotSettle("amounts")
    if any(yen > rules.AMOUNT_YEN_MAX for yen in shares.values()):
        raise CannotSettle("too_large")
    known = Member.objects.filter(coop_id=deposit.coop_id, id__in=list(shares))
    found = known.order_by("member_number").values_list("member_number", "left_on")
    if len(found) != len(shares):
        raise CannotSettle("members")
    left = [number for number, left_on in found if members.membership_ended(left_on, today)]
    if left:
        raise CannotSettle("left", left)


def _payments(deposit: Deposit, shares: Mapping[int, int], at: datetime) -> list[SlipPayment]:
    today = clock.tokyo_date(at)
    available_on = rules.available_on(
        paid_on=deposit.paid_on,
        taken_in_on=today,
        policy=coop_facts.policy_on(deposit.coop_id, today),
    )
    digest = bytes(BankFile.objects.values_list("digest", flat=True).get(id=deposit.file_id))
    return [
        settling.payment(
            deposit=deposit,
            member_id=member_id,
            amount_yen=amount_yen,
            entry=settling.entry_id(made_at=at, deposit=deposit, purpose=f"assign to {member_id}"),
            file_digest=digest,
            available_on=available_on,
            fingerprint=_share_fingerprint(deposit, member_id, len(shares)),
            at=at,
        )
        for member_id, amount_yen in sorted(shares.items())
    ]


def _share_fingerprint(deposit: Deposit, member_id: int, count: int) -> bytes:
    """A whole deposit keeps its own fingerprint; each share has one made from it."""
    whole = bytes(deposit.fingerprint)
    return whole if count == 1 else hashlib.sha256(whole + str(member_id).encode()).digest()


def _act(
    verb: str,
    deposit: Deposit,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    details: Mapping[str, object],
) -> None:
    coops.record_act(
        coop_id=deposit.coop_id,
        by=by,
        verb=verb,
        subject=f"deposit:{deposit.pk}",
        at=at,
        reason=reason.strip(),
        details={"amount_yen": deposit.amount_yen, **details},
    )
