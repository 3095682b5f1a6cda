"""The answer to a settled sale, as it stands in the till API: also the receipt that is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.ledger.posting import Request
from kumiai.ledger.purses import Draft
from kumiai.meals.rules import Right
from kumiai.purchases import rules
from kumiai.purchases.asked import Purchase
from kumiai.purchases.rules import Settled
from kumiai.wallet import answers as wallet
from kumiai.wallet.answers import Balances, Message, PurseVersions
from kumiai.wallet.at_till import Payer


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
        tax=tuple(
            RateTax(rate=rate, amount=amount, tax=tax)
            for rate, amount, tax in rules.tax_by_rate(purchase.lines)
        ),
        messages=tuple(messages),
        issuer=Issuer(
            coop=caller.coop_name,
            invoice_number=caller.invoice_number,
            store=caller.store_name,
            phone=caller.store_phone or caller.coop_phone,
            cashier=purchase.cashier,
        ),
    )
    return wallet.encode(answer)


def _meal_left(meal: Right | None) -> MealLeft | None:
    if meal is None:
        return None
    return MealLeft(plan=meal.plan, used_today=meal.used_yen, left_today=meal.left_yen)
