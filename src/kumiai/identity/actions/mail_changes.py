"""A new mail address: proven by a mail to it before it counts, and told to the old one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kumiai.identity import details, digests
from kumiai.identity.actions import change_log, child_links, mail_proofs, sessions, telling
from kumiai.identity.actions.mail_proofs import CannotProve, CodeAnswer
from kumiai.identity.devices import Browser
from kumiai.identity.models import FULL, Login, MailChange, MailProof
from kumiai.identity.models_recovery import PasswordReissue


class NoMailChange(Exception):
    """No new address is on its way: it counts already, or the change was dropped."""


@dataclass(frozen=True, slots=True)
class MailWish:
    """A new address, the page behind the link of its mail up to the token, and the language."""

    address: str
    link_prefix: str
    language: str


@dataclass(frozen=True, slots=True)
class MailChanged:
    """The new address counts: the record of it, and this session's key, None without a session."""

    change_id: int
    session_key: str | None


@transaction.atomic
def ask_mail_change(*, login_pk: int, wish: MailWish, at: datetime) -> None:
    """Mail a code and a link to the new address; an earlier wish is replaced.

    Raises CannotSendMailTest, and CannotWriteTo for a text that is no address.
    """
    proof_id = mail_proofs.send_mail_test(
        login_pk=login_pk,
        address=wish.address,
        link_prefix=wish.link_prefix,
        language=wish.language,
        at=at,
        letter_name="mail_change",
    )
    proof = MailProof.objects.get(login_id=login_pk, message_id=proof_id)
    MailChange.objects.update_or_create(
        login_id=login_pk, defaults={"coop_id": proof.coop_id, "proof": proof, "asked_at": at}
    )


@transaction.atomic
def send_again(*, login_pk: int, link_prefix: str, language: str, at: datetime) -> None:
    """Another mail to the same new address. Raises NoMailChange and CannotSendMailTest."""
    pending = details.mail_change(login_pk=login_pk, at=at)
    if pending is None:
        raise NoMailChange
    wish = MailWish(pending.address, link_prefix, language)
    ask_mail_change(login_pk=login_pk, wish=wish, at=at)


def change_mail_by_code(
    *, login_pk: int, session_key: str, code: str, browser: Browser, at: datetime
) -> MailChanged | CodeAnswer:
    """Try the code; the right one makes the new address count. Raises NoMailChange."""
    pending = details.mail_change(login_pk=login_pk, at=at)
    if pending is None:
        raise NoMailChange
    answer = mail_proofs.prove_by_code(login_pk=login_pk, address=pending.address, code=code, at=at)
    if answer is not CodeAnswer.RIGHT:
        return answer
    return _count(login_pk, session_key, browser, at)


@transaction.atomic
def change_mail_by_link(
    *, token: str, session_key: str | None, browser: Browser, at: datetime
) -> MailChanged:
    """The button behind the link was pressed, in whatever browser. Raises CannotProve."""
    proof = MailProof.objects.filter(
        link_digest=digests.of_token(token), mail_change__isnull=False
    ).first()
    if proof is None:
        raise CannotProve
    mail_proofs.prove_by_link(token=token, at=at)
    return _count(proof.login_id, session_key or "", browser, at)


def drop_mail_change(*, login_pk: int) -> None:
    """The registered address stays."""
    MailChange.objects.filter(login_id=login_pk).delete()


@transaction.atomic
def _count(login_pk: int, session_key: str, browser: Browser, at: datetime) -> MailChanged:
    """From now on the proven address is the login's; both addresses are told.

    This browser gets another key, if it is logged in as this login; all others are sent out.
    """
    login = Login.objects.select_for_update().get(pk=login_pk, state=FULL)
    pending = (
        MailChange.objects.filter(login=login, proof__proven_at__isnull=False)
        .select_related("proof")
        .first()
    )
    if pending is None:
        raise NoMailChange
    old_address, new_address = login.mail, pending.proof.address
    Login.objects.filter(pk=login_pk).update(mail=new_address)
    drop_mail_change(login_pk=login_pk)
    # What went to the old address opens nothing any more.
    PasswordReissue.objects.filter(login=login, used_at=None).update(used_at=at)
    sessions.show_own(login_pk=login_pk, session_key=session_key)
    child_links.end_all(login=login, by="mail", at=at)
    change_id = change_log.note_change(login=login, items=["mail"], browser=browser, at=at)
    if old_address:
        telling.tell(login=login, letter_name="mail_changed", at=at, is_old=True)
    telling.tell(login=login, letter_name="mail_changed", at=at, address=new_address, is_old=False)
    return MailChanged(change_id, sessions.start_over(login_pk=login_pk, session_key=session_key))
