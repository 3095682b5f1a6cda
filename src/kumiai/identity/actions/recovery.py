"""Forgotten login IDs and passwords (guide rows G10 to G12).

Whoever asks is only written down, known or not; the worker looks them up and mails. So a page
answers alike, and as fast, whether or not there is such a person.
"""

import contextlib
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kumiai.identity import digests, one_time, recovery, throttling
from kumiai.identity.actions import child_links, fresh_start, holding, knocks, telling
from kumiai.identity.models import FULL, GUARDIAN, Login
from kumiai.identity.models_recovery import LOGIN_ID, PASSWORD, Knock, PasswordReissue
from kumiai.mail import actions as mail

ANSWER = "identity.answer_knock"
# The worker looks for jobs of the past second every few seconds, so that it answers in bursts:
# what it does for the known would otherwise slow the very next request, and could be measured.
_ANSWER_AFTER = timedelta(seconds=1)
_OVERDUE_AFTER = timedelta(minutes=1)


class ReissueIsOver(Exception):
    """The link or ticket was used, is older than half an hour, or never was."""


@transaction.atomic
def ask_for_login_id(
    *, member_number: str, address: str, coop_id: int, network: str, at: datetime
) -> None:
    """Let the login IDs of a number be mailed to an address, if it is the registered one.

    Number and address are folded. Raises TooManyKnocks.
    """
    knock_id = knocks.knock(
        kind=LOGIN_ID,
        subject=f"{member_number} {address.lower()}",
        coop_id=coop_id,
        network=network,
        at=at,
        asked={"member_number": member_number, "address": address},
    )
    _order_answer(knock_id, at)


@transaction.atomic
def ask_for_password(
    *,
    member_number: str,
    login_id: str,
    link_prefix: str,
    coop_id: int,
    network: str,
    at: datetime,
) -> None:
    """Let a one-time password and a link be mailed to the login's registered address.

    Number and login ID are folded; `link_prefix` is the page behind the link up to its token.
    Raises TooManyKnocks.
    """
    knock_id = knocks.knock(
        kind=PASSWORD,
        subject=f"{member_number} {login_id}",
        coop_id=coop_id,
        network=network,
        at=at,
        asked={"member_number": member_number, "login_id": login_id, "link_prefix": link_prefix},
    )
    _order_answer(knock_id, at)


@transaction.atomic
def answer_knock(*, knock_id: int, at: datetime) -> None:
    """The worker's part: look up who was asked for, mail them, and forget what was typed.

    Asked a second time it does nothing.
    """
    knock = Knock.objects.select_for_update().filter(pk=knock_id, asked__isnull=False).first()
    if knock is None:
        return
    asked = dict(knock.asked or {})
    if knock.kind == LOGIN_ID:
        _remind(at=at, **asked)
    else:
        _reissue(at=at, **asked)
    Knock.objects.filter(pk=knock_id).update(asked=None)


def answer_overdue_knocks(*, at: datetime) -> int:
    """Answer those whose order got lost or whose worker died. Returns how many."""
    overdue = Knock.objects.filter(asked__isnull=False, at__lte=at - _OVERDUE_AFTER)
    ids = list(overdue.order_by("at").values_list("pk", flat=True)[:1000])
    for knock_id in ids:
        answer_knock(knock_id=knock_id, at=at)
    return len(ids)


@transaction.atomic
def open_with_one_time_password(*, login_id: str, typed: str, at: datetime) -> str | None:
    """The token of the page where a new password is chosen; None for any other password.

    Good for once. It is as cheap for logins that do not exist, and too long to be guessed within
    its half hour, so tries are not counted here.
    """
    open_ones = PasswordReissue.objects.select_for_update(of=("self",)).filter(
        login__login_id=login_id,
        login__state=FULL,
        expires_at__gt=at,
        opened_at=None,
        used_at=None,
    )
    folded = one_time.fold(typed)
    for row in open_ones:
        digest = digests.of_secret(folded, salt=bytes(row.link_digest))
        if digests.same(digest, bytes(row.password_digest)):
            token = digests.new_token()
            row.ticket_digest, row.opened_at = digests.of_token(token), at
            row.save(update_fields=["ticket_digest", "opened_at"])
            return token
    return None


@transaction.atomic
def choose_password(*, token: str, password_hash: str, at: datetime) -> None:
    """Put the new password in the place of the old one, end every session, and tell the owner.

    Who has the mailbox has not proven any other guardian's login: links end as well.
    Raises ReissueIsOver.
    """
    reissues = recovery.open_reissues(token=token, at=at)
    found = reissues.first()
    if found is None:
        raise ReissueIsOver
    login = holding.hold_logins(login_pks=[found.login_id])[found.login_id]
    # Used meanwhile, or void by another address: whoever did it has held the login, too.
    if not reissues.exists():
        raise ReissueIsOver
    Login.objects.filter(pk=login.pk).update(password_hash=password_hash)
    child_links.end_all(login=login, by="reissue", at=at)
    fresh_start.after_new_password(login=login, at=at)
    telling.tell(login=login, letter_name="password_reissued", at=at, login_id=login.login_id)


def forget_reissues(*, at: datetime) -> None:
    """Drop what is over."""
    PasswordReissue.objects.filter(expires_at__lte=at).delete()


def _order_answer(knock_id: int, at: datetime) -> None:
    job = app.configure_task(
        ANSWER,
        queue="mail",
        priority=mail.URGENT,
        schedule_at=at + _ANSWER_AFTER,
        queueing_lock=f"{ANSWER}.{knock_id}",
    )
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(knock_id=knock_id)


def _remind(*, member_number: str, address: str, at: datetime) -> None:
    found = recovery.logins_with(member_number=member_number, address=address)
    for logins in found.values():
        telling.tell(login=logins[0], letter_name="login_ids", at=at, logins=recovery.named(logins))


def _reissue(*, member_number: str, login_id: str, link_prefix: str, at: datetime) -> None:
    login = Login.objects.filter(
        member__member_number=member_number, login_id=login_id, state=FULL
    ).first()
    if login is None:
        return
    password, token = one_time.new_password(), digests.new_token()
    link_digest = digests.of_token(token)
    message_id = telling.tell(
        login=login,
        letter_name="password_reissue",
        at=at,
        login_id=login.login_id,
        is_guardian=login.kind == GUARDIAN,
        password=password,
        link=link_prefix + token,
    )
    if message_id is None:
        return
    PasswordReissue.objects.create(
        coop_id=login.coop_id,
        login=login,
        password_digest=digests.of_secret(one_time.fold(password), salt=link_digest),
        link_digest=link_digest,
        message_id=message_id,
        created_at=at,
        expires_at=at + throttling.REISSUE_LASTS,
    )
