"""What is stored under an id already."""

from collections.abc import Collection
from uuid import UUID

from kumiai.till_api import parsing
from kumiai.till_api.desk import Desk

_KNOWN = b"SELECT id FROM ledger_request WHERE id = ANY(%s)"


async def require_known(desk: Desk, entry_id: UUID) -> None:
    """A request too old to be new must be a retry; raises Problem where it is not."""
    if not await known(desk, [entry_id]):
        raise parsing.odd_moment()


async def known(desk: Desk, entry_ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that somebody has used before."""
    async with desk.pool.connection() as connection:
        cursor = await connection.execute(_KNOWN, [list(entry_ids)])
        return {row[0] for row in await cursor.fetchall()}
