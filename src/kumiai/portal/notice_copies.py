"""Copies of notices by mail: the people come from their logins, the notices decide for whom."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from kumiai.identity import addresses
from kumiai.kit import environment
from kumiai.notices import actions, rules
from kumiai.notices import queries as notices
from kumiai.notices.actions import Person


def go_on(*, at: datetime) -> int:
    """One step of every notice whose copies are due; returns how many went into the outbox."""
    return sum(step(notice_id, at=at) for notice_id in notices.unfinished_mailings(at=at))


def step(notice_id: int, *, at: datetime) -> int:
    """As many copies as the pace has in one step."""
    return actions.mail_copies(
        notice_id=notice_id,
        next_people=_next_people,
        count=rules.copies_a_step(environment.NOTICE_COPIES_PER_MINUTE()),
        link_prefix=f"{settings.PAGES_URL}{reverse('notices')}/",
        at=at,
    )


def _next_people(coop_id: int, login_pk: int, count: int) -> Sequence[Person]:
    found = addresses.after(coop_id=coop_id, login_pk=login_pk, count=count)
    return [
        Person(
            login_pk=one.login_pk,
            member_id=one.member_id,
            kind=one.kind,
            address=one.address,
            language=one.language,
        )
        for one in found
    ]
