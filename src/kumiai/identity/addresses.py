"""Whom the co-op can write to: logins with an address that was proven and is not dead."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import OuterRef

from kumiai.identity.models import FULL, MEMBER, Login
from kumiai.mail import queries as mail


@dataclass(frozen=True, slots=True)
class Addressed:
    """A login that can be written to; `kind` is `member` or `guardian`."""

    login_pk: int
    member_id: int
    kind: str
    address: str
    language: str


def after(*, coop_id: int, login_pk: int, count: int) -> list[Addressed]:
    """The next of a co-op's logins behind a key, in the order of their keys."""
    is_dead = mail.flag_of(coop=OuterRef("coop"), address=OuterRef("mail"))
    logins = (
        Login.objects.filter(
            ~is_dead, coop_id=coop_id, pk__gt=login_pk, state=FULL, member__isnull=False
        )
        .exclude(mail="")
        .order_by("pk")
    )
    columns = ("pk", "member_id", "kind", "mail", "language")
    return [Addressed(*row) for row in logins.values_list(*columns)[:count]]


def members_with(*, coop_id: int, address: str) -> tuple[int, ...]:
    """The ids of the members of whom a login, their own or the guardian's, has this address."""
    logins = Login.objects.filter(coop_id=coop_id, mail=address, state=FULL)
    ids = logins.exclude(mail="").order_by("member_id").values_list("member_id", flat=True)
    return tuple(dict.fromkeys(member_id for member_id in ids if member_id is not None))


def of_member(*, coop_id: int, member_id: int) -> tuple[str, ...]:
    """The addresses of a membership's logins, the member's own first."""
    logins = Login.objects.filter(coop_id=coop_id, member_id=member_id, state=FULL)
    addresses = logins.exclude(mail="").order_by("-kind").values_list("mail", flat=True)
    return tuple(dict.fromkeys(addresses))


def own_of(*, coop_id: int, member_ids: Collection[int]) -> list[Addressed]:
    """The members' own logins that can be written to, in the order of their keys."""
    is_dead = mail.flag_of(coop=OuterRef("coop"), address=OuterRef("mail"))
    logins = (
        Login.objects.filter(
            ~is_dead, coop_id=coop_id, member_id__in=member_ids, kind=MEMBER, state=FULL
        )
        .exclude(mail="")
        .order_by("pk")
    )
    columns = ("pk", "member_id", "kind", "mail", "language")
    return [Addressed(*row) for row in logins.values_list(*columns)]
