"""Deciding one sale under the lock: settle it by the rules, move the money, write the answer."""

from datetime import date

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Draft
from kumiai.meals.rules import Right
from kumiai.members import rules as members
from kumiai.purchases import answers, rules
from kumiai.purchases.asked import Purchase, TenderKind
from kumiai.purchases.rules import Declined, Holdings, Settled
from kumiai.wallet import at_till as wallet
from kumiai.wallet.answers import Message, Remedy
from kumiai.wallet.asked import is_timely
from kumiai.wallet.at_till import Payer

# Where the yen of a tender other than prepaid comes from, and goes when a sale is taken back.
SOURCES: dict[TenderKind, Kind] = {
    "meal_card": Kind.MEAL_TENDER,
    "cash": Kind.CASH,
    "other": Kind.OTHER_TENDER,
}


class Sale(msgspec.Struct, frozen=True):
    """What is written of a settled sale beside its transfers; no member: on suspense."""

    caller: Caller
    purchase: Purchase
    settled: Settled
    member_id: int | None


def ring_up(
    request: Request, draft: Draft, *, caller: Caller, payer: Payer, meal: Right | None
) -> Decision:
    """Settle or decline one sale."""
    purchase: Purchase = request.body.message
    today = clock.tokyo_date(draft.posted_at)
    if purchase.offline:
        if members.was_stopped(payer.card, purchase.occurred_at, past=payer.past_stops):
            return _on_suspense(request, draft, caller, purchase)
    elif reason := _refusal(payer, purchase, today):
        return wallet.decline(request, draft, reason=reason, payer=payer)
    settled = rules.settle(
        purchase,
        _holdings(payer, meal),
        policy=caller.policy,
        today=today,
        hands_over=caller.hands_over,
    )
    if isinstance(settled, Declined):
        return _declined(request, draft, payer, settled, today)
    return _settled(request, draft, caller=caller, settled=settled, payer=payer, today=today)


def _refusal(payer: Payer, purchase: Purchase, today: date) -> str | None:
    """Why the card may not be used; prepaid money that has expired stops prepaid use only."""
    touches_prepaid = purchase.collect or any(t.kind == "prepaid" for t in purchase.tenders)
    may = members.may_use_prepaid if touches_prepaid else members.may_pay
    return may(payer.card, today)


def _holdings(payer: Payer, meal: Right | None) -> Holdings:
    purses = payer.purses
    return Holdings(
        prepaid_yen=purses.prepaid.balance,
        points_tenths=purses.points.balance,
        debt_yen=purses.debt.balance,
        waiting=payer.waiting,
        meal=meal,
    )


def _declined(
    request: Request, draft: Draft, payer: Payer, declined: Declined, today: date
) -> Decision:
    figures: dict[str, int] = {}
    remedies = None
    if declined.reason == "insufficient_prepaid":
        figures = {"short_by": declined.short_by_yen}
        remedies = [Remedy(kind="split_cash", amount=declined.short_by_yen)]
        if collectable_yen := payer.collectable_yen(today):
            remedies.append(Remedy(kind="collect", amount=collectable_yen))
    if declined.reason == "meal_limit":
        figures = {"left_today": declined.left_today_yen}
        remedies = [Remedy(kind="other_tender", amount=declined.left_today_yen)]
    return wallet.decline(
        request,
        draft,
        reason=declined.reason,
        payer=payer,
        remedies=remedies,
        figures=figures,
    )


def _settled(
    request: Request, draft: Draft, *, caller: Caller, settled: Settled, payer: Payer, today: date
) -> Decision:
    purchase: Purchase = request.body.message
    _move(draft, payer, settled)
    payer.hand_over(settled.parts)
    collectable_yen = payer.collectable_yen(today)
    messages = list(wallet.prompts(caller, collectable_yen))
    if purchase.collect and not caller.hands_over:
        messages.append(_collect_at(caller))
    receipt = answers.rung_up(
        request,
        draft,
        caller=caller,
        purchase=purchase,
        settled=settled,
        payer=payer,
        messages=messages,
        collectable_yen=collectable_yen,
    )
    sale = Sale(caller, purchase, settled, payer.card.member_id)
    flags = _odd_clock(purchase, draft)
    return Decision(State.SETTLED, receipt, draft, payer.purses.holder_id, record=sale, flags=flags)


def _move(draft: Draft, payer: Payer, settled: Settled) -> None:
    """The transfers of a sale, in the order of the rules; each touches at most one purse."""
    purses = payer.purses
    if settled.parts:
        wallet.move_collected(draft, purses, settled.collected)
    _book_tenders(draft, settled)
    prepaid_yen = settled.paid.get("prepaid", 0) - settled.shortfall_yen
    if prepaid_yen:
        draft.pay_out(purses.prepaid, prepaid_yen, Kind.SALES)
    if settled.shortfall_yen:
        draft.pay_in(purses.debt, settled.shortfall_yen, Kind.SALES)
    if settled.points_earned_tenths:
        draft.pay_in(purses.points, settled.points_earned_tenths, Kind.POINTS_GRANTED)
    if settled.converted.points_tenths:
        draft.pay_out(purses.points, settled.converted.points_tenths, Kind.POINTS_REDEEMED)
    if settled.converted_into.to_debt:
        draft.pay_out(purses.debt, settled.converted_into.to_debt, Kind.POINTS_REDEEMED_YEN)
    if settled.converted_into.to_prepaid:
        draft.pay_in(purses.prepaid, settled.converted_into.to_prepaid, Kind.POINTS_REDEEMED_YEN)


def _book_tenders(draft: Draft, settled: Settled) -> None:
    for kind, source in SOURCES.items():
        if yen := settled.paid.get(kind):
            draft.book(source, Kind.SALES, yen)


def _on_suspense(request: Request, draft: Draft, caller: Caller, purchase: Purchase) -> Decision:
    """A sale made offline with a card that was stopped: never the member's, the co-op's."""
    settled = rules.settle_on_suspense(purchase)
    _book_tenders(draft, settled)
    if settled.shortfall_yen:
        draft.book(Kind.SUSPENSE, Kind.SALES, settled.shortfall_yen)
    receipt = answers.rung_up(
        request,
        draft,
        caller=caller,
        purchase=purchase,
        settled=settled,
        payer=None,
        messages=[
            Message(
                code="on_suspense",
                text="利用停止または再発行後のカードのため、生協の仮勘定で記録しました。",
            )
        ],
        collectable_yen=0,
    )
    sale = Sale(caller, purchase, settled, None)
    flags = f"on_suspense {_odd_clock(purchase, draft)}".strip()
    return Decision(State.SETTLED, receipt, draft, record=sale, flags=flags)


def _odd_clock(purchase: Purchase, draft: Draft) -> str:
    """The flag for the office of a sale made offline at a moment that is hard to believe."""
    if purchase.offline and not is_timely(purchase.occurred_at, now=draft.posted_at):
        return "odd_clock"
    return ""


def _collect_at(caller: Caller) -> Message:
    stores = "・".join(caller.stores_handing_over)
    return Message(
        code="collect_at",
        text=f"この店舗では受け取れません。{caller.emoney_name}の受け取りは{stores}のレジでどうぞ。",
    )
