"""Links between guardians' logins, and what ends them. It is told to both logins by mail."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q, QuerySet

from kumiai.identity import children
from kumiai.identity.actions import change_log, holding, telling
from kumiai.identity.devices import Browser
from kumiai.identity.models import (
    FULL,
    GUARDIAN,
    ChildLink,
    Login,
    RegistrationTicket,
    Session,
)


class AddingProblem(StrEnum):
    """Why a child cannot be added, said only to who has proven the other login."""

    ALREADY = "already"
    TOO_MANY = "too_many"
    CHANGED = "changed"


class CannotAddChild(Exception):
    """The logins are not linked; `problem` says why."""

    def __init__(self, problem: AddingProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@transaction.atomic
def link(*, viewing: Login, shown: Login, browser: Browser, at: datetime) -> ChildLink:
    """Let one guardian's login show the child of another's, both of which were proven.

    They are as they were read for the proof: what has changed meanwhile, password or address,
    proves nothing. Raises CannotAddChild.
    """
    pair = holding.hold_logins(login_pks=[viewing.pk, shown.pk])
    now = {pk: one for pk, one in pair.items() if one.kind == GUARDIAN}
    if any(_proof(now.get(one.pk)) != _proof(one) for one in (viewing, shown)):
        raise CannotAddChild(AddingProblem.CHANGED)
    viewing, shown = now[viewing.pk], now[shown.pk]
    assert viewing.member is not None  # noqa: S101 - for the type checker
    assert shown.member is not None  # noqa: S101 - for the type checker
    open_links = ChildLink.objects.filter(member=viewing.member, ended_at=None)
    if open_links.filter(shown_member=shown.member).exists():
        raise CannotAddChild(AddingProblem.ALREADY)
    if open_links.count() >= children.LINKS_MAX:
        raise CannotAddChild(AddingProblem.TOO_MANY)
    made = ChildLink.objects.create(
        coop_id=viewing.coop_id,
        member=viewing.member,
        shown_member=shown.member,
        made_at=at,
    )
    for login in (viewing, shown):
        change_log.note_change(login=login, items=["children"], browser=browser, at=at)
    _tell("child_linked", made, at)
    return made


@transaction.atomic
def end(*, links: QuerySet[ChildLink], by: str, at: datetime) -> int:
    """End these links with every session that shows something through them; how many there were."""
    rows = links.filter(ended_at=None).select_for_update(of=("self",)).order_by("pk")
    ended = list(rows.select_related("member", "shown_member"))
    for row in ended:
        ChildLink.objects.filter(pk=row.pk).update(ended_at=at, ended_by=by)
        Session.objects.filter(child_link=row).delete()
        _tell("child_link_ended", row, at, ended_by=by)
    return len(ended)


def end_to(*, login: Login, by: str, at: datetime) -> None:
    """No other login shows this one's child any more; what this one shows stays."""
    if login.kind == GUARDIAN:
        end(links=ChildLink.objects.filter(shown_member_id=login.member_id), by=by, at=at)


def end_all(*, login: Login, by: str, at: datetime) -> None:
    """Both ways, and a child that is about to be added: who comes in now proves the others anew."""
    if login.kind == GUARDIAN:
        mine = Q(member_id=login.member_id) | Q(shown_member_id=login.member_id)
        end(links=ChildLink.objects.filter(mine), by=by, at=at)
        RegistrationTicket.objects.filter(for_login=login).delete()


def _proof(login: Login | None) -> tuple[str | None, ...]:
    return (login.state, login.password_hash, login.mail) if login else ()


def _tell(letter_name: str, row: ChildLink, at: datetime, ended_by: str = "") -> None:
    logins = Login.objects.filter(
        member_id__in=[row.member_id, row.shown_member_id], kind=GUARDIAN, state=FULL
    )
    for login in logins.order_by("pk"):
        telling.tell(
            login=login,
            letter_name=letter_name,
            at=at,
            is_shown=login.member_id == row.shown_member_id,
            shown_name=row.shown_member.name,
            other_name=row.member.name,
            ended_by=ended_by,
        )
