"""What the office does for somebody who cannot come in; each with its reason, in the log (G13).

Who asks was checked before: how, is the reason. Nobody at a desk learns or sets a password.
"""

from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.identity import recovery
from kumiai.identity.actions import (
    change_log,
    child_links,
    mail_changes,
    sessions,
    telling,
    throttles,
)
from kumiai.identity.devices import Browser
from kumiai.identity.models import (
    FULL,
    PROVISIONAL,
    Login,
    RegistrationTicket,
)
from kumiai.identity.models_recovery import PasswordReissue


class CannotHelp(Exception):
    """The login is not, or no longer, in the state this is for; nothing was changed."""


@transaction.atomic
def change_mail_at_desk(
    *, coop_id: int, member_id: int, kind: str, address: str, reason: str, by: Actor, at: datetime
) -> None:
    """Put a new address (folded) in the place of one that is dead or forgotten (guide row G13).

    Both addresses are told; every browser is sent out, and what went to the old address opens
    nothing any more. Raises CannotHelp, and CannotWriteTo of the mail room.
    """
    login = _locked(coop_id, member_id, kind)
    if login.state != FULL or login.mail == address:
        raise CannotHelp
    if login.mail:
        telling.tell(login=login, letter_name="mail_changed", at=at, is_old=True)
    Login.objects.filter(pk=login.pk).update(mail=address)
    mail_changes.drop_mail_change(login_pk=login.pk)
    PasswordReissue.objects.filter(login=login, used_at=None).update(used_at=at)
    child_links.end_all(login=login, by="mail", at=at)
    sessions.end_other_sessions(login_pk=login.pk, session_key="")
    change_log.note_change(login=login, items=["mail"], browser=Browser(), at=at)
    telling.tell(login=login, letter_name="mail_changed", at=at, address=address, is_old=False)
    _act("change_mail_at_desk", login, by, at, reason)


@transaction.atomic
def send_login_id(
    *, coop_id: int, member_id: int, kind: str, reason: str, by: Actor, at: datetime
) -> None:
    """Mail the login ID to the registered address, and to no other. Raises CannotHelp."""
    login = _locked(coop_id, member_id, kind)
    if login.state != FULL or not login.mail:
        raise CannotHelp
    telling.tell(login=login, letter_name="login_ids", at=at, logins=recovery.named([login]))
    _act("send_login_id", login, by, at, reason)


@transaction.atomic
def lift_lock(
    *, coop_id: int, member_id: int, kind: str, reason: str, by: Actor, at: datetime
) -> None:
    """Let a login be tried again from zero. Raises CannotHelp."""
    login = _locked(coop_id, member_id, kind)
    throttles.forget_failures(login=login)
    _act("lift_login_stop", login, by, at, reason)


@transaction.atomic
def restart_registration(
    *, coop_id: int, member_id: int, kind: str, reason: str, by: Actor, at: datetime
) -> None:
    """Let somebody who got stuck in the form begin anew: what was typed is forgotten.

    Only before the full registration: nobody registers twice (guide row G07). Raises CannotHelp.
    """
    login = _locked(coop_id, member_id, kind)
    if login.state != PROVISIONAL:
        raise CannotHelp
    RegistrationTicket.objects.filter(login=login).delete()
    throttles.forget_failures(login=login)
    _act("restart_registration", login, by, at, reason)


def _locked(coop_id: int, member_id: int, kind: str) -> Login:
    found = Login.objects.select_for_update(of=("self",)).filter(
        coop_id=coop_id, member_id=member_id, kind=kind
    )
    login = found.select_related("member").first()
    if login is None:
        raise CannotHelp
    return login


def _act(verb: str, login: Login, by: Actor, at: datetime, reason: str) -> None:
    number = login.member.member_number if login.member else ""
    coops.record_act(
        coop_id=login.coop_id,
        by=by,
        verb=verb,
        subject=f"member:{number}",
        at=at,
        reason=reason,
        details={"login": login.kind},
    )
