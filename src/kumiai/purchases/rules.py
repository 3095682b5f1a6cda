"""How a sale is settled: collect, then debt, tenders, points, whole blocks to yen: so ordered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import msgspec

from kumiai.coops.policy import Policy
from kumiai.kit.money import TenthPoints, Yen
from kumiai.meals.rules import Right
from kumiai.purchases.asked import Line, Purchase, Tender, TenderKind
from kumiai.wallet import rules as wallet
from kumiai.wallet.rules import Conversion, Incoming, Part, Waiting

BASIS_POINTS = 10_000
MONTHS_MAX = 600
NO_YEN = Yen(0)
NO_POINTS = TenthPoints(0)
NOTHING = Incoming(NO_YEN, NO_YEN)
NO_CONVERSION = Conversion(NO_POINTS, NO_YEN)

DeclineReason = Literal[
    "insufficient_prepaid",
    "tenders_do_not_cover",
    "not_a_meal_card_holder",
    "meal_limit",
    "meal_not_valid_now",
]


class Holdings(msgspec.Struct, frozen=True):
    """What the payer holds under the lock, in yen and tenths of a point."""

    prepaid_yen: int
    points_tenths: int
    debt_yen: int
    waiting: Sequence[Waiting] = ()
    meal: Right | None = None


class Settled(msgspec.Struct, frozen=True):
    """What a sale does: every figure that the ledger, the receipt and the history need.

    `paid` sums to the total. `shortfall_yen` is the part of it that nobody has paid yet and that
    becomes a debt: only of sales made offline. `earned_into` is how the auto top-up is shared out
    between debt and prepaid.
    """

    total_yen: Yen
    paid: dict[TenderKind, Yen]
    parts: Sequence[Part] = ()
    collected: Incoming = NOTHING
    shortfall_yen: Yen = NO_YEN
    points_earned_tenths: TenthPoints = NO_POINTS
    converted: Conversion = NO_CONVERSION
    converted_into: Incoming = NOTHING
    meal: Right | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """Why a sale is not made. `short_by_yen` is what prepaid lacks, `left_today_yen` the meal."""

    reason: DeclineReason
    short_by_yen: Yen = NO_YEN
    left_today_yen: Yen = NO_YEN


@dataclass(slots=True)
class _Shares:
    """How the total is shared out among the tenders, while it is."""

    rest_yen: int
    paid: dict[TenderKind, Yen] = field(default_factory=dict)

    def take(self, tender: Tender, yen: int) -> None:
        self.paid[tender.kind] = Yen(yen)
        self.rest_yen -= yen


def settle(
    purchase: Purchase, holdings: Holdings, *, policy: Policy, today: date, hands_over: bool
) -> Settled | Declined:
    """Settle a sale over what its payer holds, or say why it cannot be made.

    A sale made offline is never declined here: what lacks becomes a debt.
    """
    parts: Sequence[Part] = ()
    if purchase.collect and hands_over:
        room = wallet.room(
            prepaid_yen=holdings.prepaid_yen, debt_yen=holdings.debt_yen, policy=policy
        )
        parts = wallet.collect(holdings.waiting, today=today, room_yen=room)
    collected = wallet.incoming(sum(part.yen for part in parts), debt_yen=holdings.debt_yen)
    prepaid_yen = holdings.prepaid_yen + collected.to_prepaid
    debt_yen = holdings.debt_yen - collected.to_debt
    total_yen = purchase.total_yen
    shares = _share_out(purchase, total_yen, prepaid_yen, holdings.meal)
    if isinstance(shares, Declined):
        return shares
    prepaid_taken = shares.paid.get("prepaid", NO_YEN)
    shortfall_yen = Yen(shares.rest_yen + max(prepaid_taken - prepaid_yen, 0))
    paid = _as_paid(purchase, shares)
    prepaid_yen -= paid.get("prepaid", NO_YEN) - shortfall_yen
    debt_yen += shortfall_yen
    meal_yen = paid.get("meal_card", NO_YEN)
    earned = points_earned(purchase.lines, meal_yen=meal_yen, policy=policy)
    converted = wallet.auto_top_up(
        points_tenths=holdings.points_tenths + earned,
        room_yen=wallet.room(prepaid_yen=prepaid_yen, debt_yen=debt_yen, policy=policy),
        policy=policy,
    )
    return Settled(
        total_yen=Yen(total_yen),
        paid=paid,
        parts=parts,
        collected=collected,
        shortfall_yen=shortfall_yen,
        points_earned_tenths=earned,
        converted=converted,
        converted_into=wallet.incoming(converted.yen, debt_yen=debt_yen),
        meal=holdings.meal.after(meal_yen) if holdings.meal else None,
    )


def settle_on_suspense(purchase: Purchase) -> Settled:
    """A sale made offline that is nobody's: cash as given, the rest is the co-op's shortfall."""
    shares = _Shares(purchase.total_yen)
    for tender in purchase.tenders:
        if tender.amount is not None and tender.kind in ("cash", "other"):
            shares.take(tender, min(tender.amount, shares.rest_yen))
    for tender in purchase.tenders:
        if tender.amount is None and tender.kind in ("cash", "other"):
            shares.take(tender, shares.rest_yen)
    return Settled(
        total_yen=Yen(purchase.total_yen),
        paid=_as_paid(purchase, shares),
        shortfall_yen=Yen(shares.rest_yen),
    )


def points_earned(lines: Sequence[Line], *, meal_yen: int, policy: Policy) -> TenthPoints:
    """Tenths of a point for a sale: per genre on the sum of its lines, each rounded down.

    What the meal card paid earns nothing and is taken off the genres of the eligible lines in
    their order; nor do codes without points (the fee of a new card).
    """
    sums: dict[str, int] = {}
    for line in lines:
        counted = line.amount
        if line.meal_eligible and meal_yen and counted > 0:
            by_meal = min(counted, meal_yen)
            counted -= by_meal
            meal_yen -= by_meal
        if line.code not in policy.codes_without_points:
            sums[line.genre] = sums.get(line.genre, 0) + counted
    rates = policy.point_rates_basis_points
    return TenthPoints(
        sum(max(yen, 0) * rates[genre] * 10 // BASIS_POINTS for genre, yen in sums.items())
    )


def tax_by_rate(lines: Sequence[Line]) -> list[tuple[int, Yen, Yen]]:
    """(rate in percent, amount, tax included in it) per rate, the highest rate first.

    Rounded down once per rate and receipt, as a qualified simplified invoice wants it.
    """
    amounts: dict[int, int] = {}
    for line in lines:
        amounts[line.tax_rate] = amounts.get(line.tax_rate, 0) + line.amount
    return [
        (rate, Yen(amount), Yen(_included_tax(amount, rate)))
        for rate, amount in sorted(amounts.items(), reverse=True)
    ]


def _included_tax(amount: int, rate: int) -> int:
    tax = abs(amount) * rate // (100 + rate)
    return tax if amount >= 0 else -tax


def _share_out(
    purchase: Purchase, total_yen: int, prepaid_yen: int, meal: Right | None
) -> _Shares | Declined:
    """Tenders with an amount first; the others then take, in order, what they may of the rest."""
    shares = _Shares(total_yen)
    for tender in purchase.tenders:
        if tender.amount is None:
            continue
        if purchase.offline:
            limit = _offline_limit(tender.kind, tender.amount, meal)
            shares.take(tender, min(limit, shares.rest_yen))
            continue
        if declined := _may_take(purchase, tender.kind, tender.amount, prepaid_yen, meal):
            return declined
        shares.take(tender, tender.amount)
    for tender in purchase.tenders:
        if tender.amount is None and shares.rest_yen >= 0:
            may = _most(purchase, tender.kind, prepaid_yen, meal)
            shares.take(tender, min(may, shares.rest_yen))
    if shares.rest_yen == 0 or purchase.offline:
        return shares
    if shares.rest_yen > 0 and any(tender.kind == "prepaid" for tender in purchase.tenders):
        return Declined("insufficient_prepaid", short_by_yen=Yen(shares.rest_yen))
    return Declined("tenders_do_not_cover", short_by_yen=Yen(max(shares.rest_yen, 0)))


def _may_take(
    purchase: Purchase, kind: TenderKind, yen: int, prepaid_yen: int, meal: Right | None
) -> Declined | None:
    if kind == "prepaid" and yen > prepaid_yen:
        return Declined("insufficient_prepaid", short_by_yen=Yen(yen - prepaid_yen))
    if kind != "meal_card":
        return None
    if meal is None:
        return Declined("not_a_meal_card_holder")
    if not meal.is_valid_now:
        return Declined("meal_not_valid_now")
    if yen > _most(purchase, kind, prepaid_yen, meal):
        return Declined("meal_limit", left_today_yen=meal.left_yen)
    return None


def _most(purchase: Purchase, kind: TenderKind, prepaid_yen: int, meal: Right | None) -> int:
    """What a tender without an amount may take of a sale at the most, in yen."""
    if kind == "prepaid":
        return prepaid_yen
    if kind == "meal_card":
        eligible = sum(line.amount for line in purchase.lines if line.meal_eligible)
        return min(max(eligible, 0), meal.left_yen) if meal else 0
    return purchase.total_yen


def _offline_limit(kind: TenderKind, amount: int, meal: Right | None) -> int:
    """A sale is made: only the meal right cannot go over its limit, a debt takes the rest."""
    if kind != "meal_card":
        return amount
    return min(amount, meal.left_yen) if meal else 0


def _as_paid(purchase: Purchase, shares: _Shares) -> dict[TenderKind, Yen]:
    """The tenders in the order asked; what nobody paid stands with the prepaid one, and is owed."""
    kinds = [tender.kind for tender in purchase.tenders]
    paid = {kind: shares.paid[kind] for kind in kinds if kind in shares.paid}
    if shares.rest_yen > 0:
        paid["prepaid"] = Yen(paid.get("prepaid", 0) + shares.rest_yen)
    return paid


def months_shown(today: date, *, count: int) -> list[date]:
    """The first days of the months a history shows, this month first (guide row G28)."""
    months = [today.replace(day=1)]
    while len(months) < min(count, MONTHS_MAX):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def months_since(first: date, today: date) -> list[date]:
    """The months from that of a day to this one, this month first."""
    count = (today.year - first.year) * 12 + today.month - first.month + 1
    return months_shown(today, count=max(count, 1))


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
