"""Questions about those who have forgotten something (guide rows G10 to G12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kumiai.identity import digests, queries
from kumiai.identity.models import FULL, GUARDIAN, Login
from kumiai.identity.models_recovery import PasswordReissue
from kumiai.identity.rules import MemberFacts
from kumiai.mail import rules as mail


@dataclass(frozen=True, slots=True)
class Reissue:
    """An open re-issue: whose new password is to be chosen, and until when."""

    login_pk: int
    login_id: str
    coop_id: int
    facts: MemberFacts
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NamedLogin:
    """A login as the reminder's mail names it."""

    login_id: str
    is_guardian: bool


def reissue(*, token: str, at: datetime) -> Reissue | None:
    """The re-issue behind a mailed link or a one-time password's ticket; None once it is over."""
    found = open_reissues(token=token, at=at).select_related("login__member").first()
    if found is None:
        return None
    return Reissue(
        login_pk=found.login.pk,
        login_id=found.login.login_id,
        coop_id=found.coop_id,
        facts=queries.facts_of(found.login),
        expires_at=found.expires_at,
    )


def open_reissues(*, token: str, at: datetime) -> QuerySet[PasswordReissue]:
    """The one row a token opens, if it opens any."""
    digest = digests.of_token(token)
    opens = Q(link_digest=digest) | Q(ticket_digest=digest)
    return PasswordReissue.objects.filter(opens, expires_at__gt=at, used_at=None, login__state=FULL)


def logins_with(*, member_number: str, address: str) -> dict[str, Sequence[Login]]:
    """The registered logins of a number that have a folded address, by the address as it is kept.

    Upper and lower case are no difference to the people whose mailbox it is.
    """
    found: dict[str, list[Login]] = {}
    logins = Login.objects.filter(member__member_number=member_number, state=FULL)
    for login in logins.exclude(mail="").order_by("-kind", "id"):
        if mail.fold_address(login.mail).lower() == address.lower():
            found.setdefault(login.mail, []).append(login)
    return dict(found)


def named(logins: Sequence[Login]) -> tuple[NamedLogin, ...]:
    """The same as a mail says them."""
    return tuple(NamedLogin(login.login_id, login.kind == GUARDIAN) for login in logins)
