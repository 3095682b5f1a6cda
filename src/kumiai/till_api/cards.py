"""`GET /v1/cards/{card}`: a card for the clerk's screen, before anything is asked of it."""

from starlette.responses import Response

from kumiai.coops.rules import TerminalKind
from kumiai.identity import at_till as identity
from kumiai.meals import at_till as meals
from kumiai.members import rules as members
from kumiai.purchases import looking_up
from kumiai.till_api import desk
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem

KINDS: tuple[TerminalKind, ...] = ("till", "top_up_machine")


async def show(call: Call) -> Response:
    """The card with that code or IDm, however typed; 404 for what is none of this co-op."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call, *KINDS)
    card_key = members.card_key(call.path_params["card"])
    if card_key is None:
        raise Problem("not_found")
    at = here.now()
    asked = looking_up.parameters(coop_id=caller.coop_id, card_key=card_key, at=at)
    async with here.pool.connection() as connection:
        cursor = await connection.execute(looking_up.LOOK_UP_CARD.encode(), asked)
        row = await cursor.fetchone()
        if row is None:
            raise Problem("not_found")
        rights = []
        if more := looking_up.more_to_ask(row, at=at):
            cursor = await connection.execute(meals.READ_RIGHTS.encode(), more)
            rights = await cursor.fetchall()
        found = looking_up.looked_up(row, rights=rights, caller=caller, at=at)
        if looking_up.awaits_registration(row):
            # Who has still to register may be asked to hold the card at a till first.
            tap = identity.tap(caller=caller, card=found.card, at=at)
            await connection.execute(identity.NOTE_TAP.encode(), tap)
    return desk.told(found)
