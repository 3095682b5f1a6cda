"""Mails at each step of a member's deposits, for those who want them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kumiai.coops import queries as coops
from kumiai.identity.models import Login
from kumiai.kit import clock
from kumiai.mail import actions as mail
from kumiai.mail import letters
from kumiai.slips.models import SlipMailWish, SlipPayment
from kumiai.wallet.models import Uncollected

TAKEN_IN, COLLECTABLE, TAKEN_BACK = "taken_in", "collectable", "taken_back"


def wish_for_mails(*, coop_id: int, member_id: int, at: datetime) -> None:
    """From now on a mail at each step; wished twice, it is one wish."""
    SlipMailWish.objects.get_or_create(
        member_id=member_id, defaults={"coop_id": coop_id, "wished_at": at}
    )


def stop_mails(*, coop_id: int, member_id: int) -> None:
    """No such mails any more."""
    SlipMailWish.objects.filter(coop_id=coop_id, member_id=member_id).delete()


def tell(*, step: str, payments: Sequence[SlipPayment], at: datetime) -> int:
    """Put a mail for each payment whose member wants one into the outbox; how many.

    Part of the caller's transaction: no step, no mail. Who has no proven address is not told.
    """
    logins = _logins({payment.member_id for payment in payments})
    told = 0
    for payment in payments:
        if (login := logins.get(payment.member_id)) is None:
            continue
        stores = coops.stores_that_hand_over(payment.coop_id)
        letter = letters.write(
            f"slips/mail/{step}",
            login.language,
            coop_id=payment.coop_id,
            payment=payment,
            stores="・".join(store.name for store in stores),
        )
        mail.send_later(
            coop_id=payment.coop_id,
            to_address=login.mail,
            subject=letter.subject,
            body=letter.body,
            kind=f"slip_{step}",
            at=at,
        )
        told += 1
    return told


@transaction.atomic
def tell_collectable(*, at: datetime) -> int:
    """Tell of what can be collected from today, and could not when it was taken in."""
    today = clock.tokyo_date(at)
    wanted = SlipMailWish.objects.values_list("member_id", flat=True)
    # What its bank has taken back since is not there to be collected.
    waiting = Uncollected.objects.filter(available_on=today, remaining_yen__gt=0)
    payments = SlipPayment.objects.filter(
        available_on=today,
        taken_in_at__lt=clock.day_start(today),
        member_id__in=wanted,
        entry_id__in=waiting.values("entry_id"),
    )
    return tell(step=COLLECTABLE, payments=list(payments.order_by("entry_id")), at=at)


def _logins(member_ids: set[int]) -> dict[int, Login]:
    wishing = SlipMailWish.objects.filter(member_id__in=member_ids)
    logins = Login.objects.filter(
        member_id__in=wishing.values_list("member_id", flat=True), kind="member"
    )
    return {login.member_id: login for login in logins.exclude(mail="") if login.member_id}
