"""`POST /v1/top-ups`: cash into prepaid."""

import msgspec
from starlette.responses import Response

from kumiai.purchases import at_till
from kumiai.till_api import desk, parsing, stored
from kumiai.till_api.call import Call
from kumiai.till_api.problems import invalid
from kumiai.wallet.asked import TopUp

_decoder = msgspec.json.Decoder(TopUp)


async def create(call: Call) -> Response:
    """Top up, or decline it; machines take whole steps of notes only."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call, "till", "top_up_machine")
    top_up = await parsing.read(call, _decoder)
    parsing.check_id(top_up.id)
    step = caller.policy.top_up_step_yen
    if caller.kind == "top_up_machine" and top_up.amount % step:
        raise invalid(
            "/amount",
            f"チャージ機では{step:,}円単位にしてください。",
            f"A top-up machine takes whole steps of {step:,} yen.",
        )
    if not parsing.check_moment(top_up, here.now()):
        await stored.require_known(here, top_up.id)
    outcome = await here.batcher.submit(at_till.request(caller=caller, message=top_up))
    return desk.answer(outcome)
