"""Who looks at a page, and whose page it is: one question, answered in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.coops.queries import CoopFacts
from kumiai.identity import children, digests, sections, throttling
from kumiai.identity.children import Child
from kumiai.identity.models import MEMBER
from kumiai.identity.sections import Section
from kumiai.kit import clock, sql

COOP_COLUMNS = 12
_sql = sql.load("kumiai.identity")


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


class _Found(NamedTuple):
    """The columns of `viewer.sql` after those of the co-op."""

    login_pk: int
    kind: str
    language: str
    seen_at: datetime
    child_link_id: int | None
    own_id: int
    own_name: str
    own_number: str
    guardian_name: str
    shown_id: int
    shown_name: str
    shown_number: str
    graduation_year: int | None
    is_mail_dead: bool
    needs_consent: bool
    stopped_since: datetime | None
    policy: str | None
    chosen_sections: Sequence[str] | None
    links: Sequence[Mapping[str, Any]] | None


def viewer(*, session_key: str, at: datetime) -> Viewer | None:
    """Who this browser is logged in as; None once the session is over.

    Every page of a login asks this first: one statement, and no models made of it.
    """
    asked: dict[str, Any] = {
        "key_digest": digests.of_token(session_key),
        "at": at,
        "seen_after": at - throttling.SESSION_IDLE_MAX,
        "today": clock.tokyo_date(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.viewer, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    found = _Found(*row[COOP_COLUMNS:])
    links = found.links or ()
    if not _is_link_open(found.child_link_id, links):
        return None
    own = Child(0, found.own_id, found.own_name, found.own_number, found.child_link_id is None)
    policy = coops.policy_in(found.policy)
    shared = sections.shared(policy.guardian_sees, found.chosen_sections)
    return Viewer(
        login_pk=found.login_pk,
        kind=found.kind,
        coop=coops.coop_in(row[:COOP_COLUMNS]),
        member_id=found.shown_id,
        own_member_id=found.own_id,
        member_number=found.shown_number,
        member_name=found.shown_name,
        graduation_year=found.graduation_year,
        guardian_name=found.guardian_name,
        language=found.language,
        is_mail_dead=found.is_mail_dead,
        needs_consent=found.needs_consent,
        stopped_since=found.stopped_since,
        seen_at=found.seen_at,
        policy=policy,
        seen=sections.EVERYTHING if found.kind == MEMBER else shared,
        children=children.to_switch_between(own, links, shown_link=found.child_link_id),
    )


def members_visible_to(viewer: Viewer) -> frozenset[int]:
    """The ids of the members whose pages this viewer may open (guide row G36).

    Another child is one switch away, and never seen beside this one.
    """
    return frozenset({viewer.member_id})


def _is_link_open(shown_link: int | None, links: Sequence[Mapping[str, Any]]) -> bool:
    """A session that shows another child is over with the link, whatever was forgotten to end it:
    never does what was meant for one child happen to another.
    """
    return shown_link is None or any(link["link_id"] == shown_link for link in links)
