"""Questions about logins; answers are frozen facts."""

import functools
import gzip
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from django.db.models import Count, OuterRef, Q, QuerySet

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.coops.queries import CoopFacts
from kumiai.identity import consents, digests, drafts, rules, sections, sharing, throttling
from kumiai.identity.drafts import Draft
from kumiai.identity.models import (
    FULL,
    MEMBER,
    PROVISIONAL,
    Login,
    LoginAttempt,
    MailProof,
    RegistrationTicket,
    Session,
    SprayAlarm,
)
from kumiai.identity.rules import MemberFacts, PasswordProblem, Scheme, SecondProof
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.mail import queries as mail
from kumiai.members.models import Member


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a page: a login and the membership it may see (guide row G36).

    `kind` is `member` or `guardian`, whose name is empty where the co-op knows none. `is_mail_dead`
    where a server refused the address for good; `needs_consent` where a newer text waits for it.
    `policy` is that of the day, `seen` what of the member's pages this login may see (row B5).
    """

    login_pk: int
    kind: str
    coop: CoopFacts
    member_id: int
    member_number: str
    member_name: str
    graduation_year: int | None
    guardian_name: str
    language: str
    is_mail_dead: bool
    needs_consent: bool
    seen_at: datetime
    policy: Policy
    seen: frozenset[Section]

    @property
    def coop_id(self) -> int:
        return self.coop.id


@dataclass(frozen=True, slots=True)
class Ticket:
    """An open registration ticket. `is_registered` if the login was completed meanwhile."""

    id: int
    login_pk: int
    coop_id: int
    kind: str
    provisional_id: str
    second_proof: SecondProof
    draft: Draft
    expires_at: datetime
    is_registered: bool


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


def viewer(*, session_key: str, at: datetime) -> Viewer | None:
    """Who this browser is logged in as; None once the session is over."""
    session = (
        Session.objects.filter(
            key_digest=digests.of_token(session_key),
            expires_at__gt=at,
            seen_at__gt=at - throttling.SESSION_IDLE_MAX,
            login__state=FULL,
            login__member__isnull=False,
        )
        .select_related("login__member__guardian", "login__coop")
        .annotate(
            is_mail_dead=mail.flag_of(coop=OuterRef("coop"), address=OuterRef("login__mail")),
            needs_consent=consents.is_missing(
                coop=OuterRef("coop"), login=OuterRef("login"), day=clock.tokyo_date(at)
            ),
            policy=coops.policy_document_on(coop=OuterRef("coop"), day=clock.tokyo_date(at)),
            chosen_sections=sharing.chosen_by(member=OuterRef("login__member")),
        )
        .first()
    )
    if session is None:
        return None
    login: Login = session.login
    member: Member = login.member  # type: ignore[assignment]
    policy = coops.policy_in(session.policy)
    shared = sections.shared(policy.guardian_sees, session.chosen_sections)
    return Viewer(
        login_pk=login.pk,
        kind=login.kind,
        coop=coops.coop_facts(login.coop),
        member_id=member.pk,
        member_number=member.member_number,
        member_name=member.name,
        graduation_year=member.graduation_year,
        guardian_name=member.guardian.name if hasattr(member, "guardian") else "",
        language=login.language,
        is_mail_dead=session.is_mail_dead,
        needs_consent=session.needs_consent,
        seen_at=session.seen_at,
        policy=policy,
        seen=sections.EVERYTHING if login.kind == MEMBER else shared,
    )


def members_visible_to(viewer: Viewer) -> frozenset[int]:
    """The ids of the members whose pages this viewer may open (guide row G36)."""
    return frozenset({viewer.member_id})


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
        .select_related("login__member")
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
