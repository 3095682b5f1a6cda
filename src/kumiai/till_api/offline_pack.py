"""`GET /v1/offline-pack`: what a till keeps for the time when there is no network."""

import msgspec
from starlette.responses import Response

from kumiai.coops.rules import TerminalKind
from kumiai.members import offline_pack
from kumiai.till_api import desk, parsing
from kumiai.till_api.call import Call
from kumiai.wallet.asked import Moment

KINDS: tuple[TerminalKind, ...] = ("till",)


class OfflinePackAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind the question mark."""

    since: Moment | None = None


async def show(call: Call) -> Response:
    """Every stopped and replaced card, or with `since` what has changed from then on."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call, *KINDS)
    asked = parsing.read_query(call, OfflinePackAsked)
    if asked.since is not None and asked.since.year not in parsing.YEARS:
        raise parsing.bad_moment("/since")
    at = here.now()
    async with here.pool.connection() as connection:
        # In this order: what is done in between must be in the rows or count as at work.
        cursor = await connection.execute(offline_pack.OLDEST_WORK.encode())
        ((oldest_work,),) = await cursor.fetchall()
        cursor = await connection.execute(
            offline_pack.STOPPED_CARDS.encode(),
            offline_pack.parameters(coop_id=caller.coop_id, since=asked.since),
        )
        rows = await cursor.fetchall()
    return desk.told(offline_pack.pack(rows, at=at, oldest_work=oldest_work, policy=caller.policy))
