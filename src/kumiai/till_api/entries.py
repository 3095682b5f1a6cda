"""`GET /v1/entries/{id}`: the answer stored under an id."""

from uuid import UUID

from starlette.responses import Response

from kumiai.kit import sql
from kumiai.till_api import desk
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem

_FIND_RECEIPT = sql.load("kumiai.till_api").find_receipt


async def show(call: Call) -> Response:
    """The stored bytes; 404 for what the co-op has not stored, which is no proof it never will."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call)
    try:
        entry_id = UUID(call.path_params["id"])
    except ValueError:
        raise Problem("not_found") from None
    async with here.pool.connection() as connection:
        cursor = await connection.execute(
            _FIND_RECEIPT.encode(), {"id": entry_id, "coop": caller.coop_id}
        )
        row = await cursor.fetchone()
    if row is None:
        raise Problem("not_found")
    return Response(bytes(row[0]), media_type="application/json")
