"""Questions about those who come for the first time and are not provisionally registered (G04)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from kumiai.identity import digests, drafts, queries, rules, throttling
from kumiai.identity.drafts import Draft
from kumiai.identity.models import GUARDIAN, MEMBER, PROVISIONAL, Login
from kumiai.identity.models_recovery import FirstTimeApplication
from kumiai.identity.rules import MemberFacts, SecondProof
from kumiai.kit import clock
from kumiai.mail import queries as mail
from kumiai.mail.queries import MessageState
from kumiai.members import rules as members
from kumiai.members.models import Member


class Standing(StrEnum):
    """Where somebody stands who types a member number into the first-time box."""

    UNKNOWN = "unknown"
    REGISTERED = "registered"
    PROVISIONAL = "provisional"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Found:
    """The membership behind a typed number, and whose login is meant; 0 where there is none."""

    standing: Standing
    kind: str = MEMBER
    member_id: int = 0
    coop_id: int = 0


@dataclass(frozen=True, slots=True)
class Application:
    """An application that is being filled in, or waits for its link to be used.

    `message` is the mail with the link, once there is one. `is_taken` if somebody else has had
    the wished login ID meanwhile.
    """

    id: int
    coop_id: int
    kind: str
    provisional_id: str
    facts: MemberFacts
    draft: Draft
    expires_at: datetime
    link_expires_at: datetime | None
    message: MessageState | None
    is_registered: bool
    is_taken: bool

    @property
    def second_proof(self) -> SecondProof:
        return SecondProof.BIRTH_DATE


def standing(typed: str, *, at: datetime) -> Found:
    """Look a typed number up: the member's own, or with `p` behind it the guardian's."""
    folded = rules.fold_login_id(typed)
    if not rules.is_provisional(folded):
        return Found(Standing.UNKNOWN)
    kind = GUARDIAN if folded.endswith("p") else MEMBER
    member = Member.objects.filter(member_number=folded.removesuffix("p")).first()
    today = clock.tokyo_date(at)
    if member is None or members.membership_ended(member.left_on, today):
        return Found(Standing.UNKNOWN)
    if is_registered(member_id=member.pk, kind=kind):
        return Found(Standing.REGISTERED, kind, member.pk, member.coop_id)
    scheme = queries.scheme_on(member.coop_id, today)
    is_provisional = rules.is_provisionally_registered(queries.facts_of_member(member), scheme)
    found = Standing.PROVISIONAL if is_provisional else Standing.OPEN
    return Found(found, kind, member.pk, member.coop_id)


def application(*, token: str, at: datetime) -> Application | None:
    """The application behind the form's token; None when its time is over or it never was."""
    return _application(Q(token_digest=digests.of_token(token), expires_at__gt=at))


def application_behind(*, link_token: str, at: datetime) -> Application | None:
    """The application behind a mailed link; None once it was used, is over or never was."""
    return _application(
        Q(
            link_digest=digests.of_token(link_token),
            link_expires_at__gt=at,
            completed_at=None,
            tries__lt=throttling.LINK_TRIES_MAX,
        )
    )


def applications_since(since: datetime, *, member_id: int, address: str) -> int:
    """How many links were mailed for this membership, or to this address by anybody."""
    return FirstTimeApplication.objects.filter(
        Q(member_id=member_id) | Q(address=address), applied_at__gt=since
    ).count()


def may_mail(*, member_id: int, address: str, at: datetime) -> bool:
    """Whether another link may be mailed now."""
    within_window = applications_since(
        at - throttling.MAIL_TESTS_WINDOW, member_id=member_id, address=address
    )
    within_day = applications_since(at - timedelta(days=1), member_id=member_id, address=address)
    return throttling.may_send_mail_test(within_window=within_window, within_day=within_day)


def is_registered(*, member_id: int, kind: str) -> bool:
    """Whether the member's or the guardian's login is past its registration."""
    logins = Login.objects.filter(member_id=member_id, kind=kind)
    return logins.exclude(state=PROVISIONAL).exists()


def provisional_id(row: FirstTimeApplication) -> str:
    """The number that was typed, as it is written (guide row G01)."""
    is_guardian = row.kind == GUARDIAN
    return rules.provisional_login_id(row.member.member_number, is_guardian=is_guardian)


def _application(which: Q) -> Application | None:
    found = FirstTimeApplication.objects.filter(which).select_related("member").first()
    if found is None:
        return None
    facts, draft = queries.facts_of_member(found.member), drafts.from_document(found.draft)
    return Application(
        id=found.pk,
        coop_id=found.coop_id,
        kind=found.kind,
        provisional_id=provisional_id(found),
        facts=facts,
        draft=draft,
        expires_at=found.expires_at,
        link_expires_at=found.link_expires_at,
        message=mail.message_state(found.message_id) if found.message_id else None,
        is_registered=is_registered(member_id=found.member_id, kind=found.kind),
        is_taken=queries.is_login_id_taken(draft.login_id),
    )
