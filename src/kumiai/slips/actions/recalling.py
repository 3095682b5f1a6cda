"""Taking a deposit back from members it was wrongly given to, so that it can be given rightly."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.slips import suspending
from kumiai.slips.actions import settling, wishes
from kumiai.slips.actions.desk import CannotSettle
from kumiai.slips.deposits import Tells
from kumiai.slips.matching import Why
from kumiai.slips.models import BankFile, Deposit, SlipPayment
from kumiai.slips.suspending import Suspended
from kumiai.wallet.crediting import SlipRecalled

GIVEN_STATES = ("credited", "assigned")


@transaction.atomic
def recall(*, coop_id: int, deposit_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Take all that a deposit gave from its members again, and lay it on the desk anew.

    From what still waits of it, then from prepaid money; the rest is a debt, as when the bank takes
    a payment back. The id of the deposit that is open now. One person asks and another approves
    before this is called. Raises CannotSettle with `not_open`, also while its file is worked off.
    """
    deposit = (
        Deposit.objects.select_for_update()
        .filter(coop_id=coop_id, id=deposit_id, state__in=GIVEN_STATES)
        .first()
    )
    if deposit is None:
        raise CannotSettle("not_open")
    again = _laid_down_again(deposit)
    asked = settling.take_back(original=deposit, by=deposit, at=at, as_=SlipRecalled)
    request = suspending.request(
        coop_id=coop_id,
        entry_id=settling.entry_id(made_at=at, deposit=again, purpose="suspend"),
        suspended=Suspended(again.amount_yen),
        occurred_at=at,
        at=at,
    )
    settling.post(coop_id=coop_id, asked=asked, suspensions=[request], at=at)
    deposit.state = "taken_back"
    again.state, again.why, again.entry_id = "suspense", Why.RECALLED.value, request.id
    settling.write(coop_id=coop_id, rows=[deposit, again], at=at)
    given = SlipPayment.objects.filter(coop_id=coop_id, deposit=deposit).order_by("entry_id")
    wishes.tell(step=wishes.TAKEN_BACK, payments=list(given), at=at)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="recall_deposit",
        subject=f"deposit:{deposit.pk}",
        at=at,
        reason=reason.strip(),
        details={"amount_yen": deposit.amount_yen, "again": again.pk},
    )
    return again.pk


def _laid_down_again(deposit: Deposit) -> Deposit:
    """The same line once more: what became of the first one stays as it is.

    It is alike in all that a later cancellation by the bank looks for, and the one that stands.
    """
    file = BankFile.objects.select_for_update().defer("raw").get(id=deposit.file_id)
    if file.state != "done":
        raise CannotSettle("not_open")
    # A flash that comes late belongs to the first one alone, and would take a second for its own.
    tells = Tells.PAID.value if deposit.tells == Tells.CONFIRMED else deposit.tells
    last = Deposit.objects.filter(coop_id=deposit.coop_id, file=file).aggregate(Max("position"))
    return Deposit.objects.create(
        coop_id=deposit.coop_id,
        file=file,
        position=last["position__max"] + 1,
        place=deposit.place,
        tells=tells,
        paid_on=deposit.paid_on,
        amount_yen=deposit.amount_yen,
        payer=deposit.payer,
        message=deposit.message,
        inquiry=deposit.inquiry,
        likeness=bytes(deposit.likeness),
        fingerprint=hashlib.sha256(bytes(deposit.fingerprint) + b"recalled").digest(),
    )
