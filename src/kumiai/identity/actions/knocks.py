"""Doors that are open to all: every knock is counted before anything is looked up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from kumiai.identity import digests, throttling
from kumiai.identity.models_recovery import FIRST_TIME, Knock
from kumiai.kit import sql

_DAY = timedelta(days=1)
_sql = sql.load("kumiai.identity")


class TooManyKnocks(Exception):
    """Nothing is looked up for now; `retry_at` says from when on it is again."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at.isoformat())
        self.retry_at = retry_at


@transaction.atomic
def knock(
    *,
    kind: str,
    subject: str,
    coop_id: int,
    network: str,
    at: datetime,
    asked: Mapping[str, str] | None = None,
) -> int:
    """Write a knock down for a typed subject, known or not; returns its id.

    `asked` waits for the worker. Raises TooManyKnocks.
    """
    digest = digests.of_token(f"{kind}\n{subject}")
    with connection.cursor() as cursor:
        cursor.execute(_sql.lock_knocks, {"key": int.from_bytes(digest[:8], "big", signed=True)})
    _refuse_too_many(kind, digest, network, at)
    return Knock.objects.create(
        coop_id=coop_id,
        kind=kind,
        subject_digest=digest,
        network=network,
        asked=dict(asked) if asked else None,
        at=at,
    ).pk


def forget_knocks(*, at: datetime) -> None:
    """Drop what counts no more."""
    Knock.objects.filter(at__lte=at - _DAY).delete()


def _refuse_too_many(kind: str, digest: bytes, network: str, at: datetime) -> None:
    of_network = Knock.objects.filter(network=network)
    if kind == FIRST_TIME:
        limit = _nth(of_network.filter(kind=kind), throttling.NETWORK_FIRST_TIMES_MAX)
        retry_at = throttling.first_time_again_at(limit_of_network=limit, at=at)
    else:
        of_person = Knock.objects.filter(subject_digest=digest).order_by("-at")
        retry_at = throttling.knock_again_at(
            of_person=list(of_person.values_list("at", flat=True)[: throttling.KNOCKS_PER_DAY]),
            limit_of_network=_nth(of_network, throttling.NETWORK_KNOCKS_MAX),
            at=at,
        )
    if retry_at:
        raise TooManyKnocks(retry_at)


def _nth(knocks: QuerySet[Knock], count: int) -> datetime | None:
    return knocks.order_by("-at").values_list("at", flat=True)[count - 1 : count].first()
