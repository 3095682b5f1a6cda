"""Doors that are open to all: every knock is counted before anything is looked up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction

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
    window_start = at - throttling.KNOCKS_WINDOW
    of_network = Knock.objects.filter(network=network, at__gt=window_start)
    of_subject = Knock.objects.filter(subject_digest=digest)
    if kind == FIRST_TIME:
        is_open = throttling.may_ask_first_time(of_network=of_network.filter(kind=kind).count())
    else:
        is_open = throttling.may_knock(
            within_window=of_subject.filter(at__gt=window_start).count(),
            within_day=of_subject.filter(at__gt=at - _DAY).count(),
            of_network=of_network.count(),
        )
    if not is_open:
        raise TooManyKnocks(at + throttling.KNOCKS_WINDOW)
