"""Who looks at a page, and whose page it is: one question, answered in one statement."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef
from django.db.models.functions import Coalesce

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.coops.queries import CoopFacts
from kumiai.identity import children, consents, digests, sections, sharing, throttling
from kumiai.identity.children import Child
from kumiai.identity.models import FULL, MEMBER, Login, Session
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.mail import queries as mail
from kumiai.members import queries as members
from kumiai.members.models import Member


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a page: a login and the membership it is shown (guide row G36).

    `kind` is `member` or `guardian`, whose name is empty where the co-op knows none. `is_mail_dead`
    where a server refused the address for good; `needs_consent` where a newer text waits for it.
    `stopped_since` is when the member's cards were stopped, None while they may be used.
    `policy` is that of the day, `seen` what of the member's pages this login may see (row B5).
    `own_member_id` is the member the login was registered for, whichever child is shown.
    `children` are those a guardian can switch between with this login, one of them `is_shown`;
    empty where there is only one.
    """

    login_pk: int
    kind: str
    coop: CoopFacts
    member_id: int
    own_member_id: int
    member_number: str
    member_name: str
    graduation_year: int | None
    guardian_name: str
    language: str
    is_mail_dead: bool
    needs_consent: bool
    stopped_since: datetime | None
    seen_at: datetime
    policy: Policy
    seen: frozenset[Section]
    children: tuple[Child, ...] = ()

    @property
    def coop_id(self) -> int:
        return self.coop.id


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
        .select_related("login__member__guardian", "login__coop", "child_link__shown_member")
        .annotate(
            is_mail_dead=mail.flag_of(coop=OuterRef("coop"), address=OuterRef("login__mail")),
            needs_consent=consents.is_missing(
                coop=OuterRef("coop"), login=OuterRef("login"), day=clock.tokyo_date(at)
            ),
            policy=coops.policy_document_on(coop=OuterRef("coop"), day=clock.tokyo_date(at)),
            shown_member=Coalesce("child_link__shown_member_id", "login__member_id"),
            stopped_since=members.stopped_since(member=OuterRef("shown_member")),
            chosen_sections=sharing.chosen_by(member=OuterRef("shown_member")),
            links=children.linked(member=OuterRef("login__member"), kind=OuterRef("login__kind")),
        )
        .first()
    )
    if session is None or not _is_link_open(session):
        return None
    login: Login = session.login
    own, member = _own(login), _shown(session)
    policy = coops.policy_in(session.policy)
    shared = sections.shared(policy.guardian_sees, session.chosen_sections)
    return Viewer(
        login_pk=login.pk,
        kind=login.kind,
        coop=coops.coop_facts(login.coop),
        member_id=member.pk,
        own_member_id=own.pk,
        member_number=member.member_number,
        member_name=member.name,
        graduation_year=member.graduation_year,
        guardian_name=own.guardian.name if hasattr(own, "guardian") else "",
        language=login.language,
        is_mail_dead=session.is_mail_dead,
        needs_consent=session.needs_consent,
        stopped_since=session.stopped_since,
        seen_at=session.seen_at,
        policy=policy,
        seen=sections.EVERYTHING if login.kind == MEMBER else shared,
        children=children.to_switch_between(own, session.links, shown_link=session.child_link_id),
    )


def members_visible_to(viewer: Viewer) -> frozenset[int]:
    """The ids of the members whose pages this viewer may open (guide row G36).

    Another child is one switch away, and never seen beside this one.
    """
    return frozenset({viewer.member_id})


def _is_link_open(session: Session) -> bool:
    """A session that shows another child is over with the link, whatever was forgotten to end it:
    never does what was meant for one child happen to another.
    """
    if session.child_link_id is None:
        return True
    links = session.links  # type: ignore[attr-defined]
    return any(link["link_id"] == session.child_link_id for link in links)


def _shown(session: Session) -> Member:
    return session.child_link.shown_member if session.child_link else _own(session.login)


def _own(login: Login) -> Member:
    member: Member = login.member  # type: ignore[assignment]
    return member
