"""`POST /v1/purchases`: a sale."""

import msgspec
from starlette.responses import Response

from kumiai.purchases import at_till
from kumiai.purchases.asked import Purchase
from kumiai.till_api import desk, parsing, stored
from kumiai.till_api.call import Call

_decoder = msgspec.json.Decoder(Purchase)


async def create(call: Call) -> Response:
    """Ring up a sale, or decline it; the same answer again for the same id."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call, "till")
    purchase = await parsing.read(call, _decoder)
    parsing.check_purchase(purchase)
    if not parsing.check_moment(purchase, here.now()) and not purchase.offline:
        await stored.require_known(here, purchase.id)
    outcome = await here.batcher.submit(at_till.request(caller=caller, message=purchase))
    return desk.answer(outcome)
