"""Every write a terminal may ask for: one table, one way through."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response

from kumiai.coops.at_till import Caller
from kumiai.coops.rules import TerminalKind
from kumiai.ledger.posting import Outcome
from kumiai.members.rules import card_key, is_idm
from kumiai.purchases import at_till
from kumiai.purchases.answers import RungUp, TookBack
from kumiai.purchases.asked import CardReissue, Purchase, Reversal, Suspension, SuspensionLift
from kumiai.purchases.at_till import Message
from kumiai.purchases.card_answers import CardLifted, CardReissued, CardStopped
from kumiai.till_api import desk, parsing, stored
from kumiai.till_api.call import Call, LineCall
from kumiai.till_api.desk import Desk
from kumiai.till_api.problems import Problem, invalid
from kumiai.wallet.answers import HandedOver, ToppedUp
from kumiai.wallet.asked import Collection, TopUp, WebPoints
from kumiai.wallet.crediting import Credited


def anywhere(_: Caller) -> bool:
    """The call is not for some stores only."""
    return True


def _hands_over(caller: Caller) -> bool:
    return caller.hands_over


def _nothing_more(_: Message, __: Caller) -> None:
    """The types say it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """What is asked, and of whom it is taken.

    `check` says what the types cannot (it raises Problem); `may` says whether the store lets it.
    `reasons` are those for which it may be declined, `summary` what it does in Japanese.
    """

    message: type[Message]
    kinds: tuple[TerminalKind, ...]
    answer: type[msgspec.Struct]
    reasons: tuple[str, ...]
    summary: str
    summary_en: str
    check: Callable[[Any, Caller], None] = _nothing_more
    may: Callable[[Caller], bool] = anywhere

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


_CARD_REASONS = ("card_unknown", "card_suspended", "card_replaced", "membership_ended")
_PREPAID_REASONS = (*_CARD_REASONS, "prepaid_expired")

WRITES: Mapping[str, Write] = {
    "/v1/purchases": Write(
        message=Purchase,
        kinds=("till",),
        check=_check_purchase,
        summary="売上を記録し、カードから支払う",
        summary_en="Ring up a sale and take what the card pays of it",
        answer=RungUp,
        reasons=(
            *("insufficient_prepaid", "tenders_do_not_cover", *_PREPAID_REASONS),
            *("not_a_meal_card_holder", "meal_limit", "meal_not_valid_now"),
        ),
    ),
    "/v1/top-ups": Write(
        message=TopUp,
        kinds=("till", "top_up_machine"),
        check=_check_top_up,
        summary="現金でチャージする",
        summary_en="Turn cash into prepaid money",
        answer=ToppedUp,
        reasons=("over_prepaid_cap", *_PREPAID_REASONS),
    ),
    "/v1/collections": Write(
        message=Collection,
        kinds=("till", "top_up_machine"),
        may=_hands_over,
        summary="未受取の残高を受け取る",
        summary_en="Hand over what can be collected",
        answer=HandedOver,
        reasons=("nothing_to_collect", "over_prepaid_cap", *_PREPAID_REASONS),
    ),
    "/v1/reversals": Write(
        message=Reversal,
        kinds=("till",),
        check=_check_reversal,
        summary="売上・チャージを取り消す",
        summary_en="Take back a sale, whole or in part, or a top-up",
        answer=TookBack,
        reasons=("already_reversed", "nothing_left_to_reverse", "not_reversible"),
    ),
    "/v1/suspensions": Write(
        message=Suspension,
        kinds=("till",),
        summary="カードの利用を停止する",
        summary_en="Stop a member's cards everywhere",
        answer=CardStopped,
        reasons=("card_unknown", "card_suspended", "card_replaced"),
    ),
    "/v1/suspension-lifts": Write(
        message=SuspensionLift,
        kinds=("till",),
        summary="カードの利用を再開する",
        summary_en="Let a member's cards work again",
        answer=CardLifted,
        reasons=("card_unknown", "not_suspended", "card_replaced"),
    ),
    "/v1/card-reissues": Write(
        message=CardReissue,
        kinds=("till",),
        check=_check_reissue,
        summary="カードを再発行する",
        summary_en="Issue a member's next card",
        answer=CardReissued,
        reasons=("card_unknown", "card_replaced", "membership_ended", "card_in_use"),
    ),
    "/v1/web-points": Write(
        message=WebPoints,
        kinds=("feed",),
        summary="Webポイントを付与する",
        summary_en="Grant web points",
        answer=Credited,
        reasons=("card_unknown", "membership_ended"),
    ),
}


class WriteEndpoint:
    """Takes one kind of write; at the line at once, where nothing has to be asked before."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._decoder = msgspec.json.Decoder(write.message)

    async def __call__(self, call: Call) -> Response:
        """Take a write, and await its outcome."""
        here = desk.of(call)
        caller = await here.callers.authenticate(call, *self._write.kinds)
        self._require(call, caller)
        message = self._read(await call.body(), caller)
        if not parsing.may_be_new(message, here.now()):
            await stored.require_known(here, message.id)
        return desk.answer(await _handed_in(here, caller, message))

    def hand_in(self, call: LineCall) -> "asyncio.Future[Outcome] | None":
        """The outcome to come; None where something has to be asked before: then await the call.

        Raises Problem, and the future does, as `Batcher.hand_in` has it.
        """
        here = desk.of(call)
        caller = here.callers.believed(call, *self._write.kinds)
        if caller is None:
            return None
        self._require(call, caller)
        message = self._read(call.whole, caller)
        return (
            _handed_in(here, caller, message) if parsing.may_be_new(message, here.now()) else None
        )

    def _require(self, call: Call, caller: Caller) -> None:
        if not self._write.may(caller):
            raise Problem("forbidden")
        parsing.require_json_type(call)

    def _read(self, body: bytes, caller: Caller) -> Message:
        message = parsing.read(body, self._decoder)
        parsing.check_id(message.id)
        self._write.check(message, caller)
        return message


def _handed_in(here: Desk, caller: Caller, message: Message) -> "asyncio.Future[Outcome]":
    return here.batcher.hand_in(at_till.request(caller=caller, message=message))


ENDPOINTS: Mapping[str, WriteEndpoint] = {
    path: WriteEndpoint(write) for path, write in WRITES.items()
}
