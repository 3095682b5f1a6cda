"""Deciding one sale under the lock: settle it by the rules, move the money, write the answer."""

from collections.abc import Sequence
from datetime import date

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Draft
from kumiai.meals.rules import Right
from kumiai.members import rules as members
from kumiai.purchases import answers, offline, rules
from kumiai.purchases.asked import Purchase, TenderKind
from kumiai.purchases.offline import Noted, Outages
from kumiai.purchases.rules import Declined, Holdings, Settled
from kumiai.wallet import at_till as wallet
from kumiai.wallet.answers import Message, Remedy
from kumiai.wallet.at_till import Payer

# Where the yen of a tender other than prepaid comes from, and goes when a sale is taken back.
SOURCES: dict[TenderKind, Kind] = {
    "meal_card": Kind.MEAL_TENDER,
    "cash": Kind.CASH,
    "other": Kind.OTHER_TENDER,
}


class Sale(msgspec.Struct, frozen=True):
    """What is written of a settled sale beside its transfers; no member: on suspense.

    `noted` is what the office is told of a sale made offline.
    """

    caller: Caller
    purchase: Purchase
    settled: Settled
    member_id: int | None
    noted: Noted | None = None


def ring_up(
    request: Request,
    draft: Draft,
    *,
    caller: Caller,
    payer: Payer,
    meal: Right | None,
    outages: Outages,
) -> Decision:
    """Settle or decline one sale."""
    purchase: Purchase = request.body.message
    today = clock.tokyo_date(draft.posted_at)
    if purchase.offline:
        if members.was_stopped(payer.card, purchase.occurred_at, past=payer.past_stops):
            return _on_suspense(request, draft, caller, outages)
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
    decision = _settled(request, draft, caller=caller, settled=settled, payer=payer, today=today)
    if not purchase.offline:
        return decision
    return _noted(request, decision, outages, why=_stood_against(payer, purchase))


def keep(request: Request, draft: Draft, outages: Outages) -> Decision:
    """Decline a sale made offline with a card nobody knows; the office gets it as it was sent."""
    purchase: Purchase = request.body.message
    noted = outages.note(
        request,
        posted_at=draft.posted_at,
        on_card_yen=rules.settle_on_suspense(purchase).shortfall_yen,
        why=[offline.CARD_UNKNOWN],
    )
    declined = wallet.decline(
        request,
        draft,
        reason="card_unknown",
        text="このカードは登録がありません。売上の内容は事務での確認のために保管しました。",
        remedies=[Remedy(kind="ask_office")],
    )
    return msgspec.structs.replace(declined, record=noted, flags=noted.flags)


def _noted(
    request: Request, decision: Decision, outages: Outages, *, why: Sequence[str]
) -> Decision:
    """A sale made offline together with what the office is told of it."""
    sale: Sale = decision.record
    noted = outages.note(
        request,
        posted_at=decision.draft.posted_at,
        on_card_yen=sale.settled.paid.get("prepaid", 0),
        member_id=sale.member_id,
        why=why,
    )
    return msgspec.structs.replace(
        decision, record=msgspec.structs.replace(sale, noted=noted), flags=noted.flags
    )


def _stood_against(payer: Payer, purchase: Purchase) -> list[str]:
    """Why the sale would have been declined online, beside what stopped the card: for the office.

    A sale made offline is the member's all the same; see `members.may_use_prepaid`.
    """
    day = clock.tokyo_date(purchase.occurred_at)
    if members.membership_ended(payer.card.left_on, day):
        return [offline.MEMBERSHIP_ENDED]
    if _touches_prepaid(purchase) and members.prepaid_expired(payer.card.graduation_year, day):
        return [offline.PREPAID_EXPIRED]
    return []


def _refusal(payer: Payer, purchase: Purchase, today: date) -> str | None:
    """Why the card may not be used; prepaid money that has expired stops prepaid use only."""
    may = members.may_use_prepaid if _touches_prepaid(purchase) else members.may_pay
    return may(payer.card, today)


def _touches_prepaid(purchase: Purchase) -> bool:
    return purchase.collect or any(t.kind == "prepaid" for t in purchase.tenders)


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
    return Decision(State.SETTLED, receipt, draft, payer.purses.holder_id, record=sale)


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


def _on_suspense(request: Request, draft: Draft, caller: Caller, outages: Outages) -> Decision:
    """A sale made offline with a card that was stopped: never the member's, the co-op's."""
    purchase: Purchase = request.body.message
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
    decision = Decision(State.SETTLED, receipt, draft, record=sale)
    return _noted(request, decision, outages, why=[offline.ON_SUSPENSE])


def _collect_at(caller: Caller) -> Message:
    stores = "・".join(caller.stores_handing_over)
    return Message(
        code="collect_at",
        text=f"この店舗では受け取れません。{caller.emoney_name}の受け取りは{stores}のレジでどうぞ。",
    )
