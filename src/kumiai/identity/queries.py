"""Questions about logins; answers are frozen facts."""

import functools
import gzip
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from django.db.models import Count, Q, QuerySet

from kumiai.coops import queries as coops
from kumiai.identity import digests, drafts, rules, throttling
from kumiai.identity.drafts import Draft
from kumiai.identity.models import (
    FULL,
    PROVISIONAL,
    Login,
    LoginAttempt,
    MailProof,
    RegistrationTicket,
    SprayAlarm,
)
from kumiai.identity.rules import MemberFacts, PasswordProblem, Scheme, SecondProof
from kumiai.kit import clock
from kumiai.mail import queries as mail
from kumiai.members.models import Member


@dataclass(frozen=True, slots=True)
class Ticket:
    """An open registration ticket. `is_registered` if the login was completed meanwhile.

    `for_login_pk` is the guardian's who adds this child, and `proven_mail` that login's address,
    which need not be proven again; without one, None and empty.
    """

    id: int
    login_pk: int
    coop_id: int
    kind: str
    provisional_id: str
    second_proof: SecondProof
    draft: Draft
    expires_at: datetime
    is_registered: bool
    for_login_pk: int | None
    proven_mail: str


@dataclass(frozen=True, slots=True)
class MailProofState:
    """The latest test mail to an address: where it is, and whether it was answered."""

    message: mail.MessageState
    sent_for: str
    is_proven: bool
    code_expires_at: datetime
    is_code_usable: bool


def scheme_on(coop_id: int, day: date) -> Scheme:
    """The co-op's provisional scheme in force on a day."""
    policy = coops.policy_on(coop_id, day)
    return Scheme(
        kind=policy.provisional_scheme,
        provisional_from_year=policy.provisional_from_year,
        birth_date_from_year=policy.birth_date_from_year,
    )


def login_of(*, member_id: int, kind: str) -> int | None:
    """The key of the member's or the guardian's login, if there is one."""
    return Login.objects.filter(member_id=member_id, kind=kind).values_list("pk", flat=True).first()


def members_to_register(coop_id: int) -> list[int]:
    """The ids of the members of whom a login is still provisional, their own or the guardian's."""
    logins = Login.objects.filter(coop_id=coop_id, state=PROVISIONAL, member__isnull=False)
    ids = logins.order_by("member_id").values_list("member_id", flat=True).distinct()
    return [member_id for member_id in ids if member_id is not None]


def ticket(*, token: str, at: datetime) -> Ticket | None:
    """The ticket behind a token; None when it is over or never was."""
    found = (
        RegistrationTicket.objects.filter(token_digest=digests.of_token(token), expires_at__gt=at)
        .select_related("login__member", "for_login")
        .first()
    )
    if found is None:
        return None
    facts = facts_of(found.login)
    scheme = scheme_on(found.coop_id, clock.tokyo_date(found.created_at))
    return Ticket(
        id=found.pk,
        login_pk=found.login.pk,
        coop_id=found.coop_id,
        kind=found.login.kind,
        provisional_id=rules.provisional_login_id(
            facts.member_number, is_guardian=found.login.kind == "guardian"
        ),
        second_proof=rules.second_proof(facts, scheme),
        draft=drafts.from_document(found.draft),
        expires_at=found.expires_at,
        is_registered=found.login.state == FULL,
        for_login_pk=found.for_login_id,
        proven_mail=proven_mail(found.for_login),
    )


def facts_of(login: Login) -> MemberFacts:
    """What the membership of a member's or guardian's login says."""
    return facts_of_member(login.member)  # type: ignore[arg-type]


def facts_of_member(member: Member) -> MemberFacts:
    """What a membership says of its member."""
    return MemberFacts(
        member_number=member.member_number,
        kana=member.kana,
        birth_date=member.birth_date,
        joined_year=member.joined_year,
        home_phone=member.home_phone,
        guardian_mobile=member.guardian_mobile,
    )


def problem_with_password(*, login_pk: int, password: str, login_id: str) -> PasswordProblem | None:
    """What is wrong with a chosen password, the membership's own numbers considered."""
    login = Login.objects.select_related("member").get(pk=login_pk)
    return rules.problem_with_password(
        password, login_id=login_id, facts=facts_of(login), common=_common_passwords()
    )


def problem_with_members_password(
    *, facts: MemberFacts, password: str, login_id: str
) -> PasswordProblem | None:
    """The same for somebody who has no login yet."""
    return rules.problem_with_password(
        password, login_id=login_id, facts=facts, common=_common_passwords()
    )


def problem_with_staff_password(*, password: str, login_id: str) -> PasswordProblem | None:
    """The same for somebody of the office, who has no membership."""
    return rules.problem_with_password(
        password, login_id=login_id, facts=None, common=_common_passwords()
    )


def is_login_id_taken(login_id: str) -> bool:
    """Whether anybody in the installation has this login ID."""
    return Login.objects.filter(login_id=login_id).exists()


def is_mail_proven(*, login_pk: int, address: str, at: datetime) -> bool:
    """Whether this login has proven within a day that mail to the address arrives."""
    return _proofs(login_pk, address).filter(proven_at__gt=at - throttling.PROOF_LASTS).exists()


def proven_mail(login: Login | None) -> str:
    """The address of a full login that mail still gets through to; else an empty text."""
    if login is None or mail.is_flagged(coop_id=login.coop_id, address=login.mail):
        return ""
    return login.mail


def mail_proof(*, login_pk: int, address: str, at: datetime) -> MailProofState | None:
    """The latest test mail of this login to this address."""
    proof = _proofs(login_pk, address).order_by("-created_at", "-id").first()
    if proof is None:
        return None
    return MailProofState(
        message=mail.message_state(proof.message_id),
        sent_for=proof.address,
        is_proven=is_mail_proven(login_pk=login_pk, address=address, at=at),
        code_expires_at=proof.code_expires_at,
        is_code_usable=proof.code_expires_at > at and proof.code_tries < throttling.CODE_TRIES_MAX,
    )


def is_link_open(*, token: str, at: datetime) -> bool:
    """Whether the link of a test mail may still be used."""
    return MailProof.objects.filter(
        link_digest=digests.of_token(token), link_expires_at__gt=at, proven_at=None
    ).exists()


def mail_tests_since(since: datetime, *, login_pk: int, address: str) -> int:
    """How many test mails this login asked for, or anybody for this address."""
    return MailProof.objects.filter(
        Q(login_id=login_pk) | Q(address=address), created_at__gt=since
    ).count()


def spray_pause(*, coop_id: int, at: datetime) -> datetime | None:
    """Until when provisional logins of the co-op are paused, if they are."""
    alarms = SprayAlarm.objects.filter(coop_id=coop_id, until__gt=at)
    return alarms.order_by("-until").values_list("until", flat=True).first()


def spray_count(*, coop_id: int, at: datetime) -> throttling.SprayCount:
    """The provisional tries of the last ten minutes that were looked at."""
    tries = LoginAttempt.objects.filter(
        coop_id=coop_id,
        at__gt=at - throttling.SPRAY_WINDOW,
        is_provisional=True,
        outcome__in=["let_in", "refused"],
    )
    refused = Q(outcome="refused")
    counted = tries.aggregate(
        failing_logins=Count("key_digest", distinct=True, filter=refused),
        failures=Count("id", filter=refused),
        tries=Count("id"),
    )
    return throttling.SprayCount(**counted)


def _proofs(login_pk: int, address: str) -> QuerySet[MailProof]:
    return MailProof.objects.filter(login_id=login_pk, address=address)


@functools.cache
def _common_passwords() -> frozenset[str]:
    """The twenty thousand that Django ships, and what is common in Japan and at a co-op."""
    ours = resources.files("kumiai.identity") / "files" / "common_passwords.txt"
    djangos = resources.files("django.contrib.auth") / "common-passwords.txt.gz"
    many = gzip.decompress(djangos.read_bytes()).decode()
    return frozenset(ours.read_text("utf-8").split()) | frozenset(many.split())
