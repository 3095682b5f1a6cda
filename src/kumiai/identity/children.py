"""Questions about guardians with several children: whom one login shows, and from where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kumiai.identity.models import FULL, GUARDIAN, ChildLink, Login
from kumiai.members.models import Member

LINKS_MAX = 10


@dataclass(frozen=True, slots=True)
class Child:
    """A child a guardian's login can show; `link_id` is 0 for the one it was registered for."""

    link_id: int
    member_id: int
    name: str
    member_number: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its two logins see it, each from its own side.

    `member_id`, `name` and `member_number` are the other child's.
    """

    link_id: int
    member_id: int
    name: str
    member_number: str
    made_at: datetime


def to_switch_between(
    own: Child, links: Sequence[Mapping[str, Any]], *, shown_link: int | None
) -> tuple[Child, ...]:
    """The child the login was registered for, then the linked ones; empty without any link."""
    if not links:
        return ()
    return (own, *(Child(**link, is_shown=link["link_id"] == shown_link) for link in links))


def own(*, login_pk: int) -> Child:
    """The child a guardian's login was registered for."""
    member = Member.objects.get(pk__in=_member_of(login_pk))
    return Child(0, member.pk, member.name, member.member_number, is_shown=False)


def links_of(*, login_pk: int) -> tuple[Link, ...]:
    """The other children this guardian's login shows."""
    rows = _open().filter(member__in=_member_of(login_pk))
    found = rows.select_related("shown_member").order_by("made_at", "id")
    return tuple(_link(row, row.shown_member) for row in found)


def seen_from(*, login_pk: int) -> tuple[Link, ...]:
    """The guardians' logins of other children that show the child of this one."""
    rows = _open().filter(shown_member__in=_member_of(login_pk))
    found = rows.select_related("member").order_by("made_at", "id")
    return tuple(_link(row, row.member) for row in found)


def is_linked(*, login_pk: int) -> bool:
    """Whether a new address of this login would end a link, whichever way it goes."""
    own = _member_of(login_pk)
    return _open().filter(Q(member__in=own) | Q(shown_member__in=own)).exists()


def seen_since(*, member_id: int) -> datetime | None:
    """Since when a sibling's guardian login shows this member as well, for the member's eyes."""
    rows = _open().filter(shown_member_id=member_id).order_by("made_at")
    return rows.values_list("made_at", flat=True).first()


def _open() -> QuerySet[ChildLink]:
    """Not ended, and with a full registration at its other end."""
    shown = Login.objects.filter(member=OuterRef("shown_member"), kind=GUARDIAN, state=FULL)
    return ChildLink.objects.filter(Exists(shown), ended_at=None)


def _member_of(login_pk: int) -> QuerySet[Login, int | None]:
    return Login.objects.filter(pk=login_pk, kind=GUARDIAN).values_list("member_id", flat=True)


def _link(row: ChildLink, other: Member) -> Link:
    return Link(
        link_id=row.pk,
        member_id=other.pk,
        name=other.name,
        member_number=other.member_number,
        made_at=row.made_at,
    )
