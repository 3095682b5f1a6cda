"""Deciding one reversal under the lock: what comes back, by the rules, and the money it moves."""

from collections.abc import Mapping, MutableMapping, Sequence

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Desk, Draft, Purses
from kumiai.meals.at_till import Held, MealKey
from kumiai.meals.rules import Right
from kumiai.purchases import answers, returns, ringing_up
from kumiai.purchases.asked import Reversal
from kumiai.purchases.originals import Original, Originals, ToppedUp
from kumiai.purchases.returns import NOTHING_HELD, Holdings, TakenBack
from kumiai.wallet import at_till as wallet
from kumiai.wallet.answers import Message, Remedy
from kumiai.wallet.at_till import Holder


class Reversed(msgspec.Struct, frozen=True):
    """What is written of a reversal beside its transfers; `original` as it was before."""

    caller: Caller
    reversal: Reversal
    original: Original
    taken: TakenBack


class _Refused(msgspec.Struct, frozen=True):
    """Why nothing is taken back; without a text the reason's usual one."""

    reason: str
    text: str = ""
    remedies: Sequence[Remedy] | None = None


_BELOW_ZERO = _Refused(
    "not_reversible",
    "このままでは金額がマイナスになります。商品と値引きの明細をあわせて取り消してください。",
    (Remedy(kind="check_lines"),),
)
_TOP_UP_IS_WHOLE = _Refused(
    "not_reversible",
    "チャージは明細を指定して取り消せません。明細を指定せずに取り消してください。",
    (Remedy(kind="check_lines"),),
)
_TOP_UP_AT_OFFICE = _Refused(
    "not_reversible",
    "チャージを取り消せるのは、同じ端末で当日中、残高があるときだけです。"
    "事務（職員2名）での取り消しをご案内ください。",
    (Remedy(kind="ask_office"),),
)


def decide(
    request: Request,
    desk: Desk,
    *,
    originals: Originals,
    holders: Mapping[int, Holder],
    meals: MutableMapping[MealKey, Held],
) -> Decision:
    """Take an earlier entry back, or decline to. No card is asked, so none can be in the way."""
    message: Reversal = request.body.message
    key = (request.coop_id, message.reverses)
    original = originals.known.get(key)
    holder = _holder(original, holders)
    draft = _open(request, desk, original, holder)
    if original is None:
        return wallet.decline(request, draft, reason="not_reversible")
    taken = _taken_back(request, draft, original, holder)
    if isinstance(taken, _Refused):
        return wallet.decline(
            request,
            draft,
            reason=taken.reason,
            text=taken.text,
            payer=holder,
            remedies=taken.remedies,
        )
    _move(draft, original, holder, taken)
    right = _give_back(meals, original, taken, request)
    originals.known[key] = _after(original, taken)
    receipt = answers.taken_back(
        request,
        draft,
        caller=request.body.caller,
        original=original,
        taken=taken,
        holder=holder,
        meal=right,
        messages=_messages(request, draft, holder, taken),
    )
    return Decision(
        State.SETTLED,
        receipt,
        draft,
        original.entry.holder_id,
        reverses=message.reverses,
        record=Reversed(request.body.caller, message, original, taken),
    )


def _holder(original: Original | None, holders: Mapping[int, Holder]) -> Holder | None:
    """Whose the original was; nobody's where it stands on the co-op's suspense."""
    if original is None or original.entry.holder_id is None:
        return None
    return holders[original.entry.holder_id]


def _open(request: Request, desk: Desk, original: Original | None, holder: Holder | None) -> Draft:
    """Begin an entry that is never before the one it takes back."""
    at = request.posted_at or desk.at
    return desk.open(
        coop_id=request.coop_id,
        terminal_id=request.terminal_id,
        purses=holder.purses if holder else None,
        at=max(at, original.entry.posted_at) if original else at,
    )


def _taken_back(
    request: Request, draft: Draft, original: Original, holder: Holder | None
) -> TakenBack | _Refused:
    if original.topped_up and holder:
        return _of_top_up(request, draft, original, original.topped_up, holder)
    if original.sold is None:
        return _Refused("not_reversible")
    taken = returns.take_back(
        original.sold,
        request.body.message.lines,
        holdings=_holdings(holder.purses) if holder else NOTHING_HELD,
        on=clock.tokyo_date(request.occurred_at),
    )
    if isinstance(taken, TakenBack):
        return taken
    return _BELOW_ZERO if taken == "below_zero" else _Refused(taken)


def _of_top_up(
    request: Request, draft: Draft, original: Original, topped_up: ToppedUp, holder: Holder
) -> TakenBack | _Refused:
    """Only where it was made, on its day, and while the money is there; else the office does it."""
    if original.count:
        return _Refused("already_reversed")
    if request.body.message.lines is not None:
        return _TOP_UP_IS_WHOLE
    is_here = original.entry.terminal_id == request.terminal_id
    is_today = original.entry.business_date == draft.business_date
    is_there = holder.purses.prepaid.balance >= topped_up.prepaid_yen
    if not (is_here and is_today and is_there):
        return _TOP_UP_AT_OFFICE
    return returns.take_back_top_up(
        amount_yen=topped_up.amount_yen, recovered_yen=topped_up.recovered_yen
    )


def _holdings(purses: Purses) -> Holdings:
    return Holdings(
        prepaid_yen=purses.prepaid.balance,
        points_tenths=purses.points.balance,
        debt_yen=purses.debt.balance,
    )


def _move(draft: Draft, original: Original, holder: Holder | None, taken: TakenBack) -> None:
    """The transfers of a reversal; the money that returns comes before what is taken for points."""
    if original.topped_up and holder:
        _move_top_up(draft, holder.purses, taken)
        return
    if holder:
        _move_prepaid(draft, holder.purses, taken)
    elif prepaid_yen := taken.returned.get("prepaid"):
        draft.book(Kind.SALES, Kind.SUSPENSE, prepaid_yen)
    for kind, source in ringing_up.SOURCES.items():
        if yen := taken.meal_yen if kind == "meal_card" else taken.returned.get(kind):
            draft.book(Kind.SALES, source, yen)
    if holder:
        _move_points(draft, holder.purses, taken)


def _move_top_up(draft: Draft, purses: Purses, taken: TakenBack) -> None:
    if prepaid_yen := taken.total_yen - taken.debt_added_yen:
        draft.pay_out(purses.prepaid, prepaid_yen, Kind.CASH)
    if taken.debt_added_yen:
        draft.pay_in(purses.debt, taken.debt_added_yen, Kind.CASH)


def _move_prepaid(draft: Draft, purses: Purses, taken: TakenBack) -> None:
    into = taken.prepaid_into
    if into.to_debt:
        draft.pay_out(purses.debt, into.to_debt, Kind.SALES)
    if into.to_prepaid:
        draft.pay_in(purses.prepaid, into.to_prepaid, Kind.SALES)


def _move_points(draft: Draft, purses: Purses, taken: TakenBack) -> None:
    """Points that have become yen are redeemed no more, nor granted; their yen come back."""
    if taken.points_tenths:
        draft.pay_out(purses.points, taken.points_tenths, Kind.POINTS_GRANTED)
    if taken.points_redeemed_tenths:
        draft.book(Kind.POINTS_REDEEMED, Kind.POINTS_GRANTED, taken.points_redeemed_tenths)
    if prepaid_yen := taken.points_yen - taken.debt_added_yen:
        draft.pay_out(purses.prepaid, prepaid_yen, Kind.POINTS_REDEEMED_YEN)
    if taken.debt_added_yen:
        draft.pay_in(purses.debt, taken.debt_added_yen, Kind.POINTS_REDEEMED_YEN)


def _give_back(
    meals: MutableMapping[MealKey, Held], original: Original, taken: TakenBack, request: Request
) -> Right | None:
    """The right now, after what came back to the hours of the sale; None where nothing did.

    Nor where no card is held.
    """
    if not taken.meal_yen or original.sold is None or original.entry.holder_id is None:
        return None
    key = (original.entry.holder_id, original.sold.sold_on)
    if (held := meals.get(key)) is None:
        return None
    meals[key] = held.after(-taken.meal_yen, occurred_at=original.entry.occurred_at)
    return meals[key].right(request.occurred_at)


def _after(original: Original, taken: TakenBack) -> Original:
    sold = returns.after(original.sold, taken) if original.sold else None
    return msgspec.structs.replace(original, sold=sold, count=original.count + 1)


def _messages(
    request: Request, draft: Draft, holder: Holder | None, taken: TakenBack
) -> list[Message]:
    messages: list[Message] = []
    if holder:
        collectable_yen = holder.collectable_yen(clock.tokyo_date(draft.posted_at))
        messages += wallet.prompts(request.body.caller, collectable_yen)
    if taken.meal_lapsed_yen:
        text = f"利用日を過ぎているため、ミールカードの{taken.meal_lapsed_yen:,}円分は戻りません。"
        messages.append(Message(code="meal_day_over", text=text))
    return messages
