"""Proving that mail arrives: the test mail, its six-digit code, and the button behind its link."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from kumiai.identity import digests, letters, queries, rules, throttling
from kumiai.identity.models import Login, MailProof
from kumiai.mail import actions as mail

_DAY = timedelta(days=1)


class CannotSendMailTest(Exception):
    """Enough test mails were sent for this login or to this address for now."""


class CannotProve(Exception):
    """The link was used already, is more than a day old, or never was."""


class CodeAnswer(StrEnum):
    """What a typed code was."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


@transaction.atomic
def send_mail_test(
    *,
    login_pk: int,
    address: str,
    link_prefix: str,
    language: str,
    at: datetime,
    letter_name: str = "mail_test",
) -> int:
    """Mail a code and a link to an address (guide row G03); returns the id of the message.

    `link_prefix` is the page behind the link up to its token. Raises CannotSendMailTest, and
    CannotWriteTo for a text that is no address.
    """
    login = Login.objects.select_for_update().get(pk=login_pk)
    _refuse_too_many(login_pk, address, at)
    code, token = digests.new_code(), digests.new_token()
    link_digest = digests.of_token(token)
    letter = letters.write(
        letter_name, language, coop_id=login.coop_id, code=code, link=link_prefix + token
    )
    message_id = mail.send_later(
        coop_id=login.coop_id,
        to_address=address,
        subject=letter.subject,
        body=letter.body,
        kind=letter_name,
        priority=mail.URGENT,
        at=at,
    )
    MailProof.objects.create(
        coop_id=login.coop_id,
        login=login,
        address=address,
        code_digest=digests.of_secret(code, salt=link_digest),
        code_expires_at=at + throttling.CODE_LASTS,
        link_digest=link_digest,
        link_expires_at=at + throttling.LINK_LASTS,
        message_id=message_id,
        created_at=at,
    )
    return message_id


@transaction.atomic
def prove_by_code(*, login_pk: int, address: str, code: str, at: datetime) -> CodeAnswer:
    """Try the code of the latest test mail: five tries within ten minutes."""
    proof = (
        MailProof.objects.select_for_update()
        .filter(login_id=login_pk, address=address, proven_at=None)
        .order_by("-created_at", "-id")
        .first()
    )
    if proof is None or proof.code_expires_at <= at:
        return CodeAnswer.OVER
    if proof.code_tries >= throttling.CODE_TRIES_MAX:
        return CodeAnswer.OVER
    mine = MailProof.objects.filter(pk=proof.pk)
    mine.update(code_tries=F("code_tries") + 1)
    typed = digests.of_secret(rules.fold_secret(code), salt=bytes(proof.link_digest))
    if not digests.same(typed, bytes(proof.code_digest)):
        return CodeAnswer.WRONG
    mine.update(proven_at=at)
    return CodeAnswer.RIGHT


@transaction.atomic
def prove_by_link(*, token: str, at: datetime) -> None:
    """The button behind the link was pressed. Raises CannotProve."""
    proven = MailProof.objects.filter(
        link_digest=digests.of_token(token), link_expires_at__gt=at, proven_at=None
    ).update(proven_at=at)
    if not proven:
        raise CannotProve


def _refuse_too_many(login_pk: int, address: str, at: datetime) -> None:
    within_window = queries.mail_tests_since(
        at - throttling.MAIL_TESTS_WINDOW, login_pk=login_pk, address=address
    )
    within_day = queries.mail_tests_since(at - _DAY, login_pk=login_pk, address=address)
    if not throttling.may_send_mail_test(within_window=within_window, within_day=within_day):
        raise CannotSendMailTest
