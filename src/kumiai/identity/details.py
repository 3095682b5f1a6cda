"""Questions about one login: what is registered, where it is logged in, what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kumiai.identity import devices, digests, throttling
from kumiai.identity.models import (
    GUARDIAN,
    FullRegistration,
    Login,
    LoginAttempt,
    LoginChange,
    MailChange,
    Session,
)
from kumiai.mail import queries as mail

HISTORY_MAX = 20


@dataclass(frozen=True, slots=True)
class Details:
    """What is registered of a login; `is_mail_dead` where a server refused the address for good."""

    login_id: str
    mail: str
    language: str
    registered_at: datetime | None
    is_mail_dead: bool


@dataclass(frozen=True, slots=True)
class PendingMail:
    """A new address that waits for its proof."""

    address: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser that is logged in. `name` is what it is called in a form; it opens nothing.

    `is_linked` if it came in with another guardian's login, and shows this one's child.
    """

    name: str
    device: str
    network: str
    created_at: datetime
    seen_at: datetime
    is_this: bool
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a login's history: it was let in or refused, or changed its details."""

    at: datetime
    kind: str
    device: str
    network: str
    items: Sequence[str] = ()


def details(*, login_pk: int) -> Details:
    """What is registered of a full login."""
    login = Login.objects.get(pk=login_pk)
    registered = FullRegistration.objects.filter(login_id=login_pk)
    return Details(
        login_id=login.login_id,
        mail=login.mail,
        language=login.language,
        registered_at=registered.values_list("at", flat=True).first(),
        is_mail_dead=mail.is_flagged(coop_id=login.coop_id, address=login.mail),
    )


def mail_change(*, login_pk: int, at: datetime) -> PendingMail | None:
    """The new address that waits for its proof; its link is good for a day."""
    pending = (
        MailChange.objects.filter(login_id=login_pk, proof__link_expires_at__gt=at)
        .select_related("proof")
        .first()
    )
    return PendingMail(pending.proof.address, pending.asked_at) if pending else None


def is_change_link_open(*, token: str, at: datetime) -> bool:
    """Whether the button behind the link of a new address still changes it."""
    return MailChange.objects.filter(
        proof__link_digest=digests.of_token(token),
        proof__link_expires_at__gt=at,
        proof__proven_at=None,
    ).exists()


def changed_items(*, login_pk: int, change_id: int) -> tuple[str, ...]:
    """What a change of this login was about; nothing for anybody else's."""
    found = LoginChange.objects.filter(pk=change_id, login_id=login_pk).first()
    return tuple(found.items) if found else ()


def open_sessions(*, login_pk: int, session_key: str, at: datetime) -> tuple[OpenSession, ...]:
    """Where the login is logged in: this browser first, then the one seen last."""
    rows = sessions_of(login_pk).filter(
        expires_at__gt=at, seen_at__gt=at - throttling.SESSION_IDLE_MAX
    )
    this = digests.of_token(session_key)
    found = [
        OpenSession(
            name=digests.session_name(bytes(row.key_digest)),
            device=row.device,
            network=devices.rough_network(row.network),
            created_at=row.created_at,
            seen_at=row.seen_at,
            is_this=digests.same(bytes(row.key_digest), this),
            is_linked=row.login_id != login_pk,
        )
        for row in rows.order_by("-seen_at")
    ]
    return tuple(sorted(found, key=lambda one: not one.is_this))


def sessions_of(login_pk: int) -> QuerySet[Session]:
    """Of a login, and those of other guardians' logins that show its child at the moment."""
    own = Login.objects.filter(pk=login_pk, kind=GUARDIAN).values("member_id")
    return Session.objects.filter(Q(login_id=login_pk) | Q(child_link__shown_member__in=own))


def history(*, login_pk: int) -> tuple[Happening, ...]:
    """The latest logins, refusals and changes of a login, the newest first."""
    tries = LoginAttempt.objects.filter(login_id=login_pk, is_provisional=False)
    changes = LoginChange.objects.filter(login_id=login_pk)
    happened = [
        Happening(
            one.at, "changed", one.device, devices.rough_network(one.network), tuple(one.items)
        )
        for one in changes.order_by("-at", "-id")[:HISTORY_MAX]
    ]
    happened += [
        Happening(one.at, one.outcome, one.device, devices.rough_network(one.network))
        for one in tries.order_by("-at", "-id")[:HISTORY_MAX]
    ]
    return tuple(sorted(happened, key=lambda one: one.at, reverse=True)[:HISTORY_MAX])
