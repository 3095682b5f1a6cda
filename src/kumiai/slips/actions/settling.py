"""What becomes of the deposits of one step: credited, onto the suspense, or about an earlier one.

Everything of a step happens in its transaction; ids are made from the file and the row, so that
asking the ledger twice would post once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.kit import clock, ids, sql
from kumiai.ledger import actions as ledger
from kumiai.ledger.posting import Request
from kumiai.slips import early, finding, matching, rules, suspending
from kumiai.slips.actions import wishes
from kumiai.slips.deposits import Tells
from kumiai.slips.early import Early
from kumiai.slips.finding import Found
from kumiai.slips.matching import Hold, Match, Why
from kumiai.slips.models import BankFile, Deposit, SlipPayment
from kumiai.slips.suspending import Suspended, Suspending
from kumiai.wallet import actions as wallet
from kumiai.wallet.actions import CreditAsked
from kumiai.wallet.crediting import Credit, SlipCredit, SlipTakenBack, SuspenseCredit

_BYTES_OF_ID = 8
_sql = sql.load("kumiai.slips")


@dataclass(slots=True)
class _Step:
    """What a step posts and writes, gathered while its rows are decided."""

    file: BankFile
    at: datetime
    policy: Policy
    asked: list[CreditAsked]
    suspensions: list[Request]
    payments: list[SlipPayment]
    taken_back: list[Deposit]
    cancelled_early: list[tuple[Deposit, Deposit]]


def settle(*, file: BankFile, rows: Sequence[Deposit], at: datetime) -> None:
    """Settle these rows, in the caller's transaction."""
    policy = coops.policy_on(file.coop_id, clock.tokyo_date(at))
    step = _Step(file, at, policy, [], [], [], [], [])
    found = finding.found(file=file, rows=rows)
    came_early = early.found(coop_id=file.coop_id, rows=rows)
    for row in rows:
        _settle_row(step, row, found, came_early)
    post(coop_id=file.coop_id, asked=step.asked, suspensions=step.suspensions, at=at)
    insert(coop_id=file.coop_id, payments=step.payments, at=at)
    write(coop_id=file.coop_id, rows=[*rows, *step.taken_back], at=at)
    wishes.tell(step=wishes.TAKEN_IN, payments=step.payments, at=at)
    given = SlipPayment.objects.filter(coop_id=file.coop_id, deposit__in=step.taken_back)
    wishes.tell(step=wishes.TAKEN_BACK, payments=list(given.order_by("entry_id")), at=at)
    _take_off_again(step)


def post(
    *,
    coop_id: int,
    asked: Sequence[CreditAsked] = (),
    suspensions: Sequence[Request] = (),
    at: datetime,
) -> None:
    """Post in the caller's transaction; what is known by its id already is not posted again."""
    if asked:
        wallet.credit(coop_id=coop_id, asked=asked, now=lambda: at)
    if suspensions:
        ledger.post(requests=suspensions, room=Suspending(), now=lambda: at)


def write(*, coop_id: int, rows: Sequence[Deposit], at: datetime) -> None:
    """Write what became of deposits."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.settle_deposits,
            {
                "coop": coop_id,
                "at": at,
                "ids": [row.pk for row in rows],
                "states": [row.state for row in rows],
                "whys": [row.why for row in rows],
                "over_caps": [row.is_over_cap for row in rows],
                "references": [row.reference for row in rows],
                "members": [row.member_id for row in rows],
                "originals": [row.original_id for row in rows],
                "entries": [row.entry_id for row in rows],
            },
        )


def insert(*, coop_id: int, payments: Sequence[SlipPayment], at: datetime) -> None:
    """Write payments that are taken in now."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.insert_payments,
            {
                "coop": coop_id,
                "at": at,
                "entries": [payment.entry_id for payment in payments],
                "members": [payment.member_id for payment in payments],
                "days": [payment.paid_on for payment in payments],
                "amounts": [payment.amount_yen for payment in payments],
                "references": [payment.reference for payment in payments],
                "payers": [payment.payer_kana for payment in payments],
                "available": [payment.available_on for payment in payments],
                "fingerprints": [payment.fingerprint for payment in payments],
                "digests": [payment.file_digest for payment in payments],
                "lines": [payment.file_line for payment in payments],
                "deposits": [payment.deposit_id for payment in payments],
            },
        )


def entry_id(*, made_at: datetime, deposit: Deposit, purpose: str) -> UUID:
    """The id of an entry about a deposit: the same for the same purpose, however often asked."""
    digest = hashlib.sha256(f"{deposit.pk} {purpose}".encode()).digest()
    return ids.uuid7(made_at, random=digest[:_BYTES_OF_ID])


def payment(
    *,
    deposit: Deposit,
    member_id: int,
    amount_yen: int,
    entry: UUID,
    file_digest: bytes,
    available_on: date,
    fingerprint: bytes,
    at: datetime,
) -> SlipPayment:
    """A deposit's money, or a part of it, as the member's."""
    return SlipPayment(
        entry_id=entry,
        coop_id=deposit.coop_id,
        member_id=member_id,
        paid_on=deposit.paid_on,
        amount_yen=amount_yen,
        reference=deposit.reference,
        payer_kana=deposit.payer,
        available_on=available_on,
        fingerprint=fingerprint,
        file_digest=file_digest,
        file_line=deposit.place,
        taken_in_at=at,
        deposit=deposit,
    )


def take_back(
    *, original: Deposit, by: Deposit, at: datetime, as_: type[SlipTakenBack] = SlipTakenBack
) -> list[CreditAsked]:
    """Ask for all that a deposit gave to be taken from its members again."""
    payments = SlipPayment.objects.filter(coop_id=original.coop_id, deposit=original)
    return [
        _asked(
            entry_id(made_at=at, deposit=by, purpose=f"take back {each.entry_id}"),
            as_(each.member_id, each.amount_yen, each.entry_id),
            at,
        )
        for each in payments.order_by("entry_id")
    ]


def _settle_row(step: _Step, row: Deposit, found: Found, came_early: Early) -> None:
    row.settled_at = step.at
    if bytes(row.fingerprint) in found.known or came_early.take_confirmed(row):
        row.state = "known"
        return
    if row.tells == Tells.CANCELLED:
        _cancel(step, row, found)
        return
    if row.tells == Tells.CONFIRMED and (original := found.take_flash(row)):
        row.state, row.original, row.member_id = "confirmation", original, original.member_id
        return
    verdict = matching.decide(
        payer=row.payer,
        amount_yen=row.amount_yen,
        known=found.about(row),
        today=clock.tokyo_date(step.at),
    )
    if cancellation := came_early.take_cancellation(row):
        step.cancelled_early.append((cancellation, row))
        verdict = Hold(Why.CANCELLED, verdict.member_id, verdict.reference)
    row.reference = verdict.reference
    row.member_id = verdict.member_id
    made_at = step.file.ordered_at or step.at
    if isinstance(verdict, Match):
        entry = entry_id(made_at=made_at, deposit=row, purpose="credit")
        _credit(step, row, entry, verdict, found)
    else:
        entry = entry_id(made_at=made_at, deposit=row, purpose="suspend")
        _suspend(step, row, entry, verdict)


def _credit(step: _Step, row: Deposit, entry: UUID, match: Match, found: Found) -> None:
    available_on = rules.available_on(
        paid_on=row.paid_on, taken_in_on=clock.tokyo_date(step.at), policy=step.policy
    )
    row.state, row.entry_id = "credited", entry
    row.is_over_cap = found.add_held(match.member_id, row.amount_yen, step.policy)
    found.paid(row)
    step.payments.append(
        payment(
            deposit=row,
            member_id=match.member_id,
            amount_yen=row.amount_yen,
            entry=entry,
            file_digest=bytes(step.file.digest),
            available_on=available_on,
            fingerprint=bytes(row.fingerprint),
            at=step.at,
        )
    )
    credit = SlipCredit(match.member_id, row.amount_yen, row.paid_on, available_on)
    step.asked.append(_asked(entry, credit, step.at))


def _suspend(step: _Step, row: Deposit, entry: UUID, hold: Hold) -> None:
    row.state, row.why, row.entry_id = "suspense", hold.why.value, entry
    step.suspensions.append(
        suspending.request(
            coop_id=row.coop_id,
            entry_id=entry,
            suspended=Suspended(row.amount_yen),
            occurred_at=step.at,
            at=step.at,
        )
    )


def _cancel(step: _Step, row: Deposit, found: Found) -> None:
    """What the deposit gave is taken back; one that nobody knows is looked at in the office."""
    original = found.take_standing(row)
    if original is None:
        row.state = "unmatched"
        return
    row.state, row.original, row.member_id = "cancellation", original, original.member_id
    if original.state == "suspense":
        step.suspensions.append(_taken_off(row, original, step.at))
    else:
        asked = take_back(original=original, by=row, at=step.at)
        row.entry_id = asked[0].id
        step.asked += asked
    original.state = "taken_back"
    step.taken_back.append(original)


def _take_off_again(step: _Step) -> None:
    """Money whose cancellation came first has been on the suspense for a moment, for the books."""
    suspensions = []
    for row, original in step.cancelled_early:
        row.state, row.original, row.member_id = "cancellation", original, original.member_id
        original.state = "taken_back"
        suspensions.append(_taken_off(row, original, step.at))
    both = [each for pair in step.cancelled_early for each in pair]
    post(coop_id=step.file.coop_id, suspensions=suspensions, at=step.at)
    if both:
        write(coop_id=step.file.coop_id, rows=both, at=step.at)


def _taken_off(row: Deposit, original: Deposit, at: datetime) -> Request:
    """Ask for a deposit to leave the suspense, as this cancellation tells."""
    row.entry_id = entry_id(made_at=at, deposit=row, purpose="cancel")
    return suspending.request(
        coop_id=row.coop_id,
        entry_id=row.entry_id,
        suspended=Suspended(original.amount_yen, original.entry_id),
        occurred_at=at,
        at=at,
    )


def _asked(entry: UUID, credit: Credit, at: datetime) -> CreditAsked:
    return CreditAsked(id=entry, credit=credit, occurred_at=at, posted_at=at)


def assigned_credit(*, payment: SlipPayment, at: datetime) -> CreditAsked:
    """Ask for money of the suspense to become a member's uncollected money."""
    credit = SuspenseCredit(
        payment.member_id, payment.amount_yen, payment.paid_on, payment.available_on
    )
    return _asked(payment.entry_id, credit, at)
