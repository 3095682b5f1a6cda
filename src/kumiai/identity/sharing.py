"""Questions about sharing: what the guardian sees of a member, and when the guardian looked."""

from dataclasses import dataclass
from datetime import date, datetime

from kumiai.coops import queries as coops
from kumiai.identity import sections
from kumiai.identity.models import FULL, GUARDIAN, GuardianView, Login, Sharing
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.members.models import Member

VIEWS_MAX = 60


@dataclass(frozen=True, slots=True)
class SharingState:
    """What is shared now, and what may be chosen.

    `allowed` is the co-op's policy; `chosen_at` is None while it alone decides. The member
    decides from `adult_on` on.
    """

    allowed: frozenset[Section]
    shared: frozenset[Section]
    chosen_at: datetime | None
    adult_on: date
    is_adult: bool
    has_guardian_login: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A day on which the guardian looked at a section."""

    day: date
    section: Section
    views: int
    last_at: datetime


def shared_sections(*, member_id: int, guardian_sees: str) -> frozenset[Section]:
    """What the guardian sees of a member under the co-op's policy."""
    return sections.shared(guardian_sees, _chosen(member_id)[0])


def sharing(*, coop_id: int, member_id: int, at: datetime) -> SharingState:
    """Everything the page about it shows."""
    today = clock.tokyo_date(at)
    policy = coops.policy_on(coop_id, today)
    chosen, chosen_at = _chosen(member_id)
    adult_on = sections.adult_on(
        Member.objects.values_list("birth_date", flat=True).get(pk=member_id)
    )
    return SharingState(
        allowed=sections.by_policy(policy.guardian_sees),
        shared=sections.shared(policy.guardian_sees, chosen),
        chosen_at=chosen_at,
        adult_on=adult_on,
        is_adult=today >= adult_on,
        has_guardian_login=Login.objects.filter(
            member_id=member_id, kind=GUARDIAN, state=FULL
        ).exists(),
    )


def guardian_looked(*, member_id: int) -> tuple[Looked, ...]:
    """When the guardian looked at what, the latest day first."""
    rows = GuardianView.objects.filter(member_id=member_id).order_by("-day", "-last_at", "section")
    return tuple(
        Looked(row.day, Section(row.section), row.views, row.last_at) for row in rows[:VIEWS_MAX]
    )


def _chosen(member_id: int) -> tuple[list[str] | None, datetime | None]:
    latest = Sharing.objects.filter(member_id=member_id).order_by("-at", "-id").first()
    return (latest.sections, latest.at) if latest else (None, None)
