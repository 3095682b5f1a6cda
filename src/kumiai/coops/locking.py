"""One change by a co-op's office at a time: whoever comes second waits for the first to be done."""

from django.db import connection

from kumiai.kit import sql

_sql = sql.load(__package__)


def hold(*, coop_id: int) -> None:
    """Hold the co-op until the transaction ends. Tills and pages, which only point to it, go on."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.hold, {"coop": coop_id})
