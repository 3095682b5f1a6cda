"""What is stored under an id already."""

from uuid import UUID

from kumiai.till_api import parsing
from kumiai.till_api.desk import Desk

_KNOWN = b"SELECT 1 FROM ledger_request WHERE id = %s"


async def require_known(desk: Desk, entry_id: UUID) -> None:
    """A request too old to be new must be a retry; raises Problem where it is not."""
    async with desk.pool.connection() as connection:
        cursor = await connection.execute(_KNOWN, [entry_id])
        if await cursor.fetchone() is None:
            raise parsing.odd_moment()
