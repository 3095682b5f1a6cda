"""`GET /v1/status`: is the server well, what time is it there."""

from datetime import datetime

import msgspec
from starlette.responses import Response

import kumiai
from kumiai.kit.clock import TOKYO
from kumiai.till_api import desk
from kumiai.till_api.call import Call


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """`state` is `ok` when the database answers."""

    state: str
    time: datetime
    version: str


async def show(call: Call) -> Response:
    """The server's time and version; needs a key, like everything else."""
    here = desk.of(call)
    await here.callers.authenticate(call)
    async with here.pool.connection() as connection:
        await connection.execute(b"SELECT 1")
    status = Status(state="ok", time=here.now().astimezone(TOKYO), version=kumiai.__version__)
    return desk.told(status)
