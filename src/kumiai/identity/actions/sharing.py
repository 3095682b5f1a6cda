"""Deciding what the guardian sees, and writing down when the guardian looked (row B5)."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from kumiai.identity import sections, sharing
from kumiai.identity.actions import telling
from kumiai.identity.models import FULL, GUARDIAN, MEMBER, Login, Sharing
from kumiai.identity.sections import Section, SharingProblem
from kumiai.kit import clock, sql

_sql = sql.load("kumiai.identity")


class NotOnesOwnChoice(Exception):
    """Only a member of 18 or older decides; no guardian, and nobody younger."""


class CannotShare(Exception):
    """The choice cannot be made; `problem` says why."""

    def __init__(self, problem: SharingProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@transaction.atomic
def choose_sharing(*, login_pk: int, chosen: Collection[str], at: datetime) -> None:
    """Let the guardian see these sections and no others; both are told by mail.

    Whoever calls has asked for the password. Raises NotOnesOwnChoice and CannotShare.
    """
    login = Login.objects.select_for_update().get(pk=login_pk, state=FULL)
    if login.kind != MEMBER or login.member_id is None:
        raise NotOnesOwnChoice
    state = sharing.sharing(coop_id=login.coop_id, member_id=login.member_id, at=at)
    if not state.is_adult:
        raise NotOnesOwnChoice
    wanted = frozenset(part for part in state.allowed if part in chosen)
    if problem := sections.problem_with(wanted, current=state.shared):
        raise CannotShare(problem)
    Sharing.objects.create(
        coop_id=login.coop_id, member_id=login.member_id, sections=sorted(wanted), at=at
    )
    for one in Login.objects.filter(member_id=login.member_id, state=FULL).order_by("id"):
        telling.tell(
            login=one,
            letter_name="sharing_changed",
            at=at,
            is_guardian=one.kind == GUARDIAN,
            shared=wanted,
            hidden=sections.EVERYTHING - wanted,
        )


def note_guardian_views(
    *, coop_id: int, member_id: int, seen: Collection[Section], at: datetime
) -> None:
    """Write down that the guardian looked: a line a day and section, with how often."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.note_guardian_views,
            {
                "coop_id": coop_id,
                "member_id": member_id,
                "sections": [section.value for section in seen],
                "day": clock.tokyo_date(at),
                "at": at,
            },
        )
