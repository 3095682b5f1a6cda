"""`POST /v1/reversals`: an earlier sale or top-up taken back, whole or in part."""

import msgspec
from starlette.responses import Response

from kumiai.purchases import at_till
from kumiai.purchases.asked import Reversal
from kumiai.till_api import desk, parsing, stored
from kumiai.till_api.call import Call
from kumiai.till_api.problems import invalid

_decoder = msgspec.json.Decoder(Reversal)


async def create(call: Call) -> Response:
    """Take back what an earlier entry did, or decline to; the same answer for the same id."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call, "till")
    reversal = await parsing.read(call, _decoder)
    parsing.check_id(reversal.id)
    check_lines(reversal)
    if not parsing.check_moment(reversal, here.now()):
        await stored.require_known(here, reversal.id)
    outcome = await here.batcher.submit(at_till.request(caller=caller, message=reversal))
    return desk.answer(outcome)


def check_lines(reversal: Reversal) -> None:
    """What the types cannot say: each line at most once. Raises Problem."""
    seen: set[int] = set()
    for index, each in enumerate(reversal.lines or ()):
        if each.line in seen:
            raise invalid(
                f"/lines/{index}/line",
                "同じ明細は一度だけ指定できます。",
                "Each line may stand once.",
            )
        seen.add(each.line)
