"""The answers to settled sales and reversals, as in the till API: also the receipts kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.ledger.posting import Request
from kumiai.ledger.purses import Draft
from kumiai.meals.rules import Right
from kumiai.purchases import rules
from kumiai.purchases.asked import Line, Purchase, Reversal
from kumiai.purchases.originals import Original
from kumiai.purchases.returns import TakenBack
from kumiai.purchases.rules import Settled
from kumiai.wallet import answers as wallet
from kumiai.wallet.answers import Balances, Message, PurseVersions
from kumiai.wallet.at_till import Holder, Payer


class PaidTender(msgspec.Struct, frozen=True, kw_only=True):
    """What one tender paid, in yen."""

    kind: str
    amount: int


class AutoTopUp(msgspec.Struct, frozen=True, kw_only=True):
    """Whole blocks of points that became yen (guide row G22)."""

    points_tenths: int
    yen: int


class MealLeft(msgspec.Struct, frozen=True, kw_only=True):
    """The day's right after the sale, in yen: a right, never a balance."""

    plan: str
    used_today: int
    left_today: int


class RateTax(msgspec.Struct, frozen=True, kw_only=True):
    """The sum of the lines of one tax rate (percent) and the tax included in it, in yen."""

    rate: int
    amount: int
    tax: int


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """Who sold: what a qualified simplified invoice must name."""

    coop: str
    invoice_number: str
    store: str
    phone: str
    cashier: str


class RungUp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A settled sale."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    total: int
    tenders: tuple[PaidTender, ...]
    points_earned_tenths: int
    auto_top_up: AutoTopUp
    collected: int
    debt_recovered: int
    shortfall: int
    tax: tuple[RateTax, ...]
    messages: tuple[Message, ...]
    issuer: Issuer
    balances: Balances | None = None
    purse_versions: PurseVersions | None = None
    meal: MealLeft | None = None


class LineBack(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a line that came back, and what they cost, in yen; lines count from 1."""

    line: int
    quantity: int
    amount: int


class TookBack(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A settled reversal: `amount` is what was taken back, `tenders` what returned of it, last
    tender first. `points_yen` were taken for points that have become yen.
    """

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    reverses: UUID
    amount: int
    tenders: tuple[PaidTender, ...]
    points_taken_back_tenths: int
    points_yen: int
    debt_recovered: int
    debt_added: int
    lines: tuple[LineBack, ...]
    tax: tuple[RateTax, ...]
    messages: tuple[Message, ...]
    issuer: Issuer
    balances: Balances | None = None
    purse_versions: PurseVersions | None = None
    meal: MealLeft | None = None


def rung_up(
    request: Request,
    draft: Draft,
    *,
    caller: Caller,
    purchase: Purchase,
    settled: Settled,
    payer: Payer | None,
    messages: Sequence[Message],
    collectable_yen: int,
) -> bytes:
    """The bytes of the answer; without a payer the sale stands on the co-op's suspense."""
    answer = RungUp(
        id=request.id,
        state="settled",
        posted_at=wallet.in_tokyo(draft.posted_at),
        total=settled.total_yen,
        tenders=tuple(PaidTender(kind=kind, amount=yen) for kind, yen in settled.paid.items()),
        points_earned_tenths=settled.points_earned_tenths,
        auto_top_up=AutoTopUp(
            points_tenths=settled.converted.points_tenths, yen=settled.converted.yen
        ),
        collected=sum(part.yen for part in settled.parts),
        debt_recovered=settled.collected.to_debt + settled.converted_into.to_debt,
        shortfall=settled.shortfall_yen,
        balances=wallet.balances(payer.purses, collectable_yen=collectable_yen) if payer else None,
        purse_versions=wallet.purse_versions(payer.purses) if payer else None,
        meal=_meal_left(settled.meal),
        tax=_taxes(purchase.lines),
        messages=tuple(messages),
        issuer=_issuer(caller, purchase.cashier),
    )
    return wallet.encode(answer)


def taken_back(
    request: Request,
    draft: Draft,
    *,
    caller: Caller,
    original: Original,
    taken: TakenBack,
    holder: Holder | None,
    meal: Right | None,
    messages: Sequence[Message],
) -> bytes:
    """The bytes of the answer to a reversal; without a holder it was on the co-op's suspense."""
    reversal: Reversal = request.body.message
    today = clock.tokyo_date(draft.posted_at)
    collectable_yen = holder.collectable_yen(today) if holder else 0
    answer = TookBack(
        id=request.id,
        state="settled",
        posted_at=wallet.in_tokyo(draft.posted_at),
        reverses=reversal.reverses,
        amount=taken.total_yen,
        tenders=_returned(taken),
        points_taken_back_tenths=taken.points_tenths,
        points_yen=taken.points_yen,
        debt_recovered=taken.prepaid_into.to_debt,
        debt_added=taken.debt_added_yen,
        lines=tuple(
            LineBack(line=each.position, quantity=each.quantity, amount=each.yen)
            for each in taken.lines
        ),
        tax=_taxes(original.sold.pieces(taken.lines) if original.sold else ()),
        messages=tuple(messages),
        issuer=_issuer(caller, reversal.cashier),
        balances=wallet.balances(holder.purses, collectable_yen=collectable_yen)
        if holder
        else None,
        purse_versions=wallet.purse_versions(holder.purses) if holder else None,
        meal=_meal_left(meal),
    )
    return wallet.encode(answer)


def _returned(taken: TakenBack) -> tuple[PaidTender, ...]:
    """What returned by which tender; a meal's day that is over gives nothing back."""
    returned = dict(taken.returned)
    if taken.meal_lapsed_yen:
        del returned["meal_card"]
    return tuple(PaidTender(kind=kind, amount=yen) for kind, yen in returned.items())


def _taxes(lines: Sequence[Line]) -> tuple[RateTax, ...]:
    return tuple(
        RateTax(rate=rate, amount=amount, tax=tax) for rate, amount, tax in rules.tax_by_rate(lines)
    )


def _issuer(caller: Caller, cashier: str) -> Issuer:
    return Issuer(
        coop=caller.coop_name,
        invoice_number=caller.invoice_number,
        store=caller.store_name,
        phone=caller.store_phone or caller.coop_phone,
        cashier=cashier,
    )


def _meal_left(meal: Right | None) -> MealLeft | None:
    if meal is None:
        return None
    return MealLeft(plan=meal.plan, used_today=meal.used_yen, left_today=meal.left_yen)
