"""What the office sees of a member's two logins: how far they are, never what opens them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from kumiai.identity import children, digests, rules, throttling
from kumiai.identity.children import Link
from kumiai.identity.models import (
    FULL,
    FullRegistration,
    Login,
    LoginAttempt,
    LoginThrottle,
    MailChange,
    Passkey,
    ProvisionalRegistration,
    RegistrationTicket,
    Session,
)
from kumiai.kit import sql
from kumiai.mail import queries as mail

SEARCHED_MAX = 50
MAIL_LENGTH_MIN = 3

_sql = sql.load("kumiai.identity")


@dataclass(frozen=True, slots=True)
class LoginState:
    """One login of a membership, as the office sees it.

    `login_id` is the provisional one until somebody registers. `stopped_until` is when the next
    try is looked at, where tries have failed; `is_off` where none is until the office lifts it.
    `links` are the other children a guardian's login shows, `seen_from` those whose guardians'
    logins show this one's child.
    """

    kind: str
    login_pk: int
    login_id: str
    is_full: bool
    mail: str
    is_mail_dead: bool
    language: str
    registered_at: datetime | None
    let_in_at: datetime | None
    failures: int
    stopped_until: datetime | None
    is_off: bool
    open_form_until: datetime | None
    new_mail: str
    sessions: int
    passkeys: int
    links: tuple[Link, ...]
    seen_from: tuple[Link, ...]


def logins(*, coop_id: int, member_id: int, at: datetime) -> tuple[LoginState, ...]:
    """The member's own login and the guardian's, as far as there are any."""
    rows = Login.objects.filter(coop_id=coop_id, member_id=member_id).order_by("-kind")
    return tuple(_state(login, at) for login in rows)


def login(*, coop_id: int, member_id: int, kind: str, at: datetime) -> LoginState | None:
    """One of them."""
    found = [one for one in logins(coop_id=coop_id, member_id=member_id, at=at) if one.kind == kind]
    return found[0] if found else None


def members_by_login(*, coop_id: int, typed: str) -> tuple[int, ...]:
    """The members one of whose logins has this address, its beginning, or this login ID."""
    folded = "".join(typed.replace("\0", "").split()).lower()
    if len(folded) < MAIL_LENGTH_MIN or not folded.isascii():
        return ()
    asked: dict[str, Any] = {
        "coop": coop_id,
        "typed": folded,
        "login_id": rules.fold_login_id(folded[:100]),
        "most": SEARCHED_MAX,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.search_logins, asked)
        return tuple(row[0] for row in cursor.fetchall())


def _state(login: Login, at: datetime) -> LoginState:
    throttle = LoginThrottle.objects.filter(key_digest=digests.of_login_id(login.login_id)).first()
    failures = throttle.failures if throttle else 0
    blocked_until = throttle.blocked_until if throttle else None
    is_full = login.state == FULL
    off = ProvisionalRegistration.objects.filter(login=login, switched_off_at__isnull=False)
    let_in = LoginAttempt.objects.filter(login=login, outcome="let_in").order_by("-at")
    tickets = RegistrationTicket.objects.filter(login=login, expires_at__gt=at)
    open_form = tickets.order_by("-expires_at").values_list("expires_at", flat=True).first()
    pending = MailChange.objects.filter(login=login, proof__link_expires_at__gt=at)
    registered = FullRegistration.objects.filter(login=login)
    return LoginState(
        kind=login.kind,
        login_pk=login.pk,
        login_id=login.login_id,
        is_full=is_full,
        mail=login.mail,
        is_mail_dead=mail.is_flagged(coop_id=login.coop_id, address=login.mail),
        language=login.language,
        registered_at=registered.values_list("at", flat=True).first(),
        let_in_at=let_in.values_list("at", flat=True).first(),
        failures=failures,
        stopped_until=blocked_until if blocked_until and blocked_until > at else None,
        is_off=throttling.is_off(failures, is_provisional=not is_full) or off.exists(),
        open_form_until=open_form,
        new_mail=pending.values_list("proof__address", flat=True).first() or "",
        sessions=Session.objects.filter(
            login=login, expires_at__gt=at, seen_at__gt=at - throttling.SESSION_IDLE_MAX
        ).count(),
        passkeys=Passkey.objects.filter(login=login).count(),
        links=children.links_of(login_pk=login.pk),
        seen_from=children.seen_from(login_pk=login.pk),
    )
