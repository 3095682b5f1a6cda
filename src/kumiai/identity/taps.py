"""Whether a card was held at a till just now, as the scheme `card` asks before anything else."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from kumiai.kit import sql

TAP_LASTS = timedelta(minutes=10)

_sql = sql.load("kumiai.identity")


def was_tapped(*, login_id: str, at: datetime) -> bool:
    """Whether the card of a folded provisional login ID was held at a till within ten minutes.

    The guardian's ID asks for the member's card. An ID nobody has was never tapped.
    """
    asked: dict[str, Any] = {"member_number": login_id[:12], "since": at - TAP_LASTS, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_sql.was_tapped, asked)
        (tapped,) = cursor.fetchone()
    return bool(tapped)
