"""Every write about payment slips: files of payments and deposits, the desk, sending slips out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops import queries as coop_facts
from kumiai.coops.rules import Actor
from kumiai.kit import clock, ids
from kumiai.kit.money import Yen
from kumiai.members import queries as members
from kumiai.slips import rules
from kumiai.slips.actions import settling
from kumiai.slips.actions.desk import CannotSettle, assign, send_back, set_aside
from kumiai.slips.actions.files import (
    CannotOrder,
    Received,
    TakenInBefore,
    discard,
    order,
    receive,
    receive_pile,
)
from kumiai.slips.actions.paying_out import pay_out
from kumiai.slips.actions.recalling import recall
from kumiai.slips.actions.sending import CannotSend, SlipsAsked, problem_with, send_slips
from kumiai.slips.actions.wishes import stop_mails, wish_for_mails
from kumiai.slips.actions.working_off import Progress, take_up_unfinished, work_off
from kumiai.slips.cells import SlipRow
from kumiai.slips.imports import SlipFile
from kumiai.slips.models import SlipPayment
from kumiai.wallet import actions as wallet
from kumiai.wallet.actions import CreditAsked
from kumiai.wallet.crediting import SlipCredit

__all__ = [
    "CannotOrder",
    "CannotSend",
    "CannotSettle",
    "CannotTakeIn",
    "Intake",
    "Progress",
    "Received",
    "SlipsAsked",
    "TakenInBefore",
    "assign",
    "discard",
    "order",
    "pay_out",
    "problem_with",
    "recall",
    "receive",
    "receive_pile",
    "send_back",
    "send_slips",
    "set_aside",
    "stop_mails",
    "take_in",
    "take_up_unfinished",
    "wish_for_mails",
    "work_off",
]

_FINGERPRINT_BYTES_OF_ID = 8
ROWS_AT_ONCE = 250


class CannotTakeIn(Exception):
    """A row names nobody of this co-op: `queries.against_stored` sorts such rows out."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file brought: payments that are new, their sum in yen, and known ones passed over."""

    coop_id: int
    new: int
    new_yen: Yen
    known: int


@transaction.atomic
def take_in(
    *,
    file: SlipFile,
    by: Actor,
    at: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Intake:
    """Credit the payments of a file as uncollected money, each once for ever (guide row G40).

    A payment that came in with this or another file before is passed over. All rows or none.
    Raises CannotTakeIn.
    """
    locking.hold(coop_id=file.coop_id)
    new = _unknown(file)
    numbers = [row.member_number for row in new]
    member_ids = members.member_ids(coop_id=file.coop_id, member_numbers=numbers)
    if missing := set(numbers) - set(member_ids):
        raise CannotTakeIn(min(missing))
    payments = [_payment(file, row, member_ids[row.member_number], at) for row in new]
    for start in range(0, len(payments), ROWS_AT_ONCE):
        some = payments[start : start + ROWS_AT_ONCE]
        _credit(file.coop_id, some, at)
        settling.insert(coop_id=file.coop_id, payments=some, at=at)
        progress(len(some))
    intake = Intake(
        coop_id=file.coop_id,
        new=len(new),
        new_yen=Yen(sum(row.amount_yen for row in new)),
        known=len(file.rows) - len(new),
    )
    if new:
        _record(file, intake, by, at)
    return intake


def _unknown(file: SlipFile) -> list[SlipRow]:
    known = SlipPayment.objects.filter(
        coop_id=file.coop_id, fingerprint__in=[row.fingerprint for row in file.rows]
    )
    stored = {bytes(each) for each in known.values_list("fingerprint", flat=True)}
    return [row for row in file.rows if row.fingerprint not in stored]


def _payment(file: SlipFile, row: SlipRow, member_id: int, at: datetime) -> SlipPayment:
    taken_in_on = clock.tokyo_date(at)
    policy = coop_facts.policy_on(file.coop_id, taken_in_on)
    return SlipPayment(
        entry_id=ids.uuid7(at, random=row.fingerprint[:_FINGERPRINT_BYTES_OF_ID]),
        coop_id=file.coop_id,
        member_id=member_id,
        paid_on=row.paid_on,
        amount_yen=row.amount_yen,
        reference=row.reference,
        payer_kana=row.payer_kana,
        available_on=rules.available_on(
            paid_on=row.paid_on, taken_in_on=taken_in_on, policy=policy
        ),
        fingerprint=row.fingerprint,
        file_digest=file.digest,
        file_line=row.line,
        taken_in_at=at,
    )


def _credit(coop_id: int, payments: list[SlipPayment], at: datetime) -> None:
    wallet.credit(
        coop_id=coop_id,
        asked=[
            CreditAsked(
                id=payment.entry_id,
                credit=SlipCredit(
                    member_id=payment.member_id,
                    amount_yen=payment.amount_yen,
                    paid_on=payment.paid_on,
                    available_on=payment.available_on,
                ),
                occurred_at=at,
                posted_at=at,
            )
            for payment in payments
        ],
    )


def _record(file: SlipFile, intake: Intake, by: Actor, at: datetime) -> None:
    coops.record_act(
        coop_id=file.coop_id,
        by=by,
        verb="take_in_slips",
        subject=f"coop:{file.coop_id}",
        at=at,
        details={
            "file": file.digest.hex(),
            "new": intake.new,
            "new_yen": intake.new_yen,
            "known": intake.known,
        },
    )
