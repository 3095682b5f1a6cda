"""Every write a terminal may ask for: one table, one way through."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response

from kumiai.coops.at_till import Caller
from kumiai.coops.rules import TerminalKind
from kumiai.members.rules import card_key, is_idm
from kumiai.purchases import at_till
from kumiai.purchases.asked import CardReissue, Purchase, Reversal, Suspension, SuspensionLift
from kumiai.purchases.at_till import Message
from kumiai.till_api import desk, parsing, stored
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem, invalid
from kumiai.wallet.asked import Collection, TopUp, WebPoints


def _anywhere(_: Caller) -> bool:
    return True


def _hands_over(caller: Caller) -> bool:
    return caller.hands_over


def _nothing_more(_: Message, __: Caller) -> None:
    """The types say it all."""


@dataclass(frozen=True, slots=True)
class Write:
    """What is asked, and of whom it is taken.

    `check` says what the types cannot (it raises Problem); `may` says whether the store lets it.
    """

    message: type[Message]
    kinds: tuple[TerminalKind, ...]
    check: Callable[[Any, Caller], None] = _nothing_more
    may: Callable[[Caller], bool] = _anywhere

    @property
    def kind(self) -> str:
        """The name of the kind of entry, which a body in a batch carries as its `type`."""
        return at_till.KINDS[self.message]


def _check_purchase(purchase: Purchase, _: Caller) -> None:
    parsing.check_purchase(purchase)


def _check_top_up(top_up: TopUp, caller: Caller) -> None:
    step = caller.policy.top_up_step_yen
    if caller.kind == "top_up_machine" and top_up.amount % step:
        raise invalid(
            "/amount",
            f"チャージ機では{step:,}円単位にしてください。",
            f"A top-up machine takes whole steps of {step:,} yen.",
        )


def _check_reissue(reissue: CardReissue, _: Caller) -> None:
    if reissue.new_card is not None and not is_idm(card_key(reissue.new_card) or ""):
        raise invalid(
            "/new_card",
            "カードのIDm（16桁の英数字）またはnullにしてください。",
            "must be the card's IDm, 16 hexadecimal digits, or null.",
        )


def _check_reversal(reversal: Reversal, _: Caller) -> None:
    seen: set[int] = set()
    for index, each in enumerate(reversal.lines or ()):
        if each.line in seen:
            raise invalid(
                f"/lines/{index}/line",
                "同じ明細は一度だけ指定できます。",
                "Each line may stand once.",
            )
        seen.add(each.line)


WRITES: Mapping[str, Write] = {
    "/v1/purchases": Write(Purchase, ("till",), _check_purchase),
    "/v1/top-ups": Write(TopUp, ("till", "top_up_machine"), _check_top_up),
    "/v1/collections": Write(Collection, ("till", "top_up_machine"), may=_hands_over),
    "/v1/reversals": Write(Reversal, ("till",), _check_reversal),
    "/v1/suspensions": Write(Suspension, ("till",)),
    "/v1/suspension-lifts": Write(SuspensionLift, ("till",)),
    "/v1/card-reissues": Write(CardReissue, ("till",), _check_reissue),
    "/v1/web-points": Write(WebPoints, ("feed",)),
}


def _endpoint(write: Write) -> Callable[[Call], Awaitable[Response]]:
    decoder = msgspec.json.Decoder(write.message)

    async def create(call: Call) -> Response:
        here = desk.of(call)
        caller = await here.callers.authenticate(call, *write.kinds)
        if not write.may(caller):
            raise Problem("forbidden")
        message = await parsing.read(call, decoder)
        parsing.check_id(message.id)
        write.check(message, caller)
        if not parsing.may_be_new(message, here.now()):
            await stored.require_known(here, message.id)
        outcome = await here.batcher.submit(at_till.request(caller=caller, message=message))
        return desk.answer(outcome)

    return create


ENDPOINTS: Mapping[str, Callable[[Call], Awaitable[Response]]] = {
    path: _endpoint(write) for path, write in WRITES.items()
}
