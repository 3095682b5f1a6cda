"""What the books say of a till, a store or a co-op for some days: sums of transfers by what moved.

Everything here is by business date: the day under which an entry is in the books and sealed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from kumiai.ledger.accounts import PURSES, UNIT_OF, Kind, Unit
from kumiai.reports.kept import Time

TENDERS = ("meal", "prepaid", "owed", "suspense", "cash", "other")


@dataclass(frozen=True, slots=True)
class Takings:
    """Sums in yen, and of points in tenths; `back` is what was taken back or given back.

    A sale on prepaid money that was not there is `owed` by its member, or on the co-op's
    `suspense` where its card was dead. `lapsed_yen` was taken back of meal cards and returned to
    nobody. Slips that nobody could be found for are `suspended`, then `assigned` or `sent_back`;
    those the bank took back are `cancelled`, those the office took from a wrong member
    `recalled` (and suspended once more), those sent to a member's own bank account `paid_out`.
    What the office corrected is `up` where a member holds more, or owes less. `drawer_yen` is all
    cash that came in less all that went out; `elsewhere_yen` what moved in ways that have no name
    here.
    """

    sale_count: int = 0
    reversal_count: int = 0
    top_up_count: int = 0
    top_up_reversal_count: int = 0
    declined_count: int = 0
    meal_yen: int = 0
    prepaid_yen: int = 0
    owed_yen: int = 0
    suspense_yen: int = 0
    cash_yen: int = 0
    other_yen: int = 0
    meal_back_yen: int = 0
    prepaid_back_yen: int = 0
    owed_back_yen: int = 0
    suspense_back_yen: int = 0
    cash_back_yen: int = 0
    other_back_yen: int = 0
    lapsed_yen: int = 0
    top_up_yen: int = 0
    top_up_back_yen: int = 0
    collected_yen: int = 0
    auto_top_up_yen: int = 0
    auto_top_up_back_yen: int = 0
    granted_tenths: int = 0
    granted_back_tenths: int = 0
    redeemed_tenths: int = 0
    redeemed_back_tenths: int = 0
    web_granted_tenths: int = 0
    claimed_tenths: int = 0
    claimed_yen: int = 0
    slip_yen: int = 0
    slip_suspended_yen: int = 0
    slip_assigned_yen: int = 0
    slip_sent_back_yen: int = 0
    slip_cancelled_yen: int = 0
    slip_recalled_yen: int = 0
    slip_paid_out_yen: int = 0
    corrected_up_yen: int = 0
    corrected_down_yen: int = 0
    corrected_up_tenths: int = 0
    corrected_down_tenths: int = 0
    drawer_yen: int = 0
    elsewhere_yen: int = 0

    def sold_yen(self) -> int:
        """What was sold, by all tenders."""
        return sum(getattr(self, f"{tender}_yen") for tender in TENDERS)

    def back_yen(self) -> int:
        """What of sales was given back, to all tenders."""
        return sum(getattr(self, f"{tender}_back_yen") for tender in TENDERS)

    def net_yen(self) -> int:
        """Sales less what was given back of them."""
        return self.sold_yen() - self.back_yen()


@dataclass(frozen=True, slots=True)
class RateSum:
    """Sales at one tax rate in percent, less what was taken back, and the tax in them, in yen."""

    rate: int
    amount_yen: int
    tax_yen: int


# (debited, credited) → where the amount belongs.
_NAMED: dict[tuple[Kind, Kind], tuple[str, ...]] = {
    (Kind.CASH, Kind.PREPAID): ("top_up_yen",),
    (Kind.CASH, Kind.DEBT): ("top_up_yen",),
    (Kind.PREPAID, Kind.CASH): ("top_up_back_yen",),
    (Kind.DEBT, Kind.CASH): ("top_up_back_yen",),
    (Kind.UNCOLLECTED, Kind.CLEARING): ("collected_yen",),
    (Kind.CLEARING, Kind.PREPAID): (),
    (Kind.CLEARING, Kind.DEBT): (),
    (Kind.POINTS_REDEEMED_YEN, Kind.PREPAID): ("auto_top_up_yen",),
    (Kind.POINTS_REDEEMED_YEN, Kind.DEBT): ("auto_top_up_yen",),
    (Kind.PREPAID, Kind.POINTS_REDEEMED_YEN): ("auto_top_up_back_yen",),
    (Kind.DEBT, Kind.POINTS_REDEEMED_YEN): ("auto_top_up_back_yen",),
    (Kind.POINTS_GRANTED, Kind.POINTS): ("granted_tenths",),
    (Kind.POINTS, Kind.POINTS_GRANTED): ("granted_back_tenths",),
    # Points that have become yen are redeemed no more, and granted no more.
    (Kind.POINTS_REDEEMED, Kind.POINTS_GRANTED): ("granted_back_tenths", "redeemed_back_tenths"),
    (Kind.POINTS, Kind.POINTS_REDEEMED): ("redeemed_tenths",),
    (Kind.POINTS_GRANTED, Kind.WEB_POINTS): ("web_granted_tenths",),
    (Kind.WEB_POINTS, Kind.POINTS_REDEEMED): ("claimed_tenths",),
    (Kind.POINTS_REDEEMED_YEN, Kind.UNCOLLECTED): ("claimed_yen",),
    (Kind.SLIP_BANK, Kind.UNCOLLECTED): ("slip_yen",),
    (Kind.SLIP_BANK, Kind.SUSPENSE): ("slip_suspended_yen",),
    (Kind.SUSPENSE, Kind.UNCOLLECTED): ("slip_assigned_yen",),
    (Kind.SUSPENSE, Kind.SLIP_BANK): ("slip_sent_back_yen",),
    (Kind.UNCOLLECTED, Kind.SLIP_BANK): ("slip_cancelled_yen",),
    (Kind.PREPAID, Kind.SLIP_BANK): ("slip_cancelled_yen",),
    (Kind.DEBT, Kind.SLIP_BANK): ("slip_cancelled_yen",),
}
_TENDER_OF = {
    Kind.MEAL_TENDER: "meal",
    Kind.PREPAID: "prepaid",
    Kind.DEBT: "owed",
    Kind.SUSPENSE: "suspense",
    Kind.CASH: "cash",
    Kind.OTHER_TENDER: "other",
}
_NAMED |= {(kind, Kind.SALES): (f"{tender}_yen",) for kind, tender in _TENDER_OF.items()}
_NAMED |= {(Kind.SALES, kind): (f"{tender}_back_yen",) for kind, tender in _TENDER_OF.items()}
# What stands apart, by its number in `moves.sql`.
_CORRECTED = 1
_APART = {2: "slip_recalled_yen", 3: "slip_paid_out_yen"}
_COUNTED = {
    "purchase": "sale_count",
    "reversal": "reversal_count",
    "top_up": "top_up_count",
    "top_up_reversal": "top_up_reversal_count",
}

Sums = dict[tuple[date, int], Takings]


def by_day_and_terminal(*, of: Time) -> Sums:
    """The takings of each business date and terminal that had any; terminal 0 for none."""
    found: dict[tuple[date, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    moves = of.rows("moves")
    for day, terminal_id, apart, debit, credit, amount in moves:
        if apart in _APART:
            found[day, terminal_id][_APART[apart]] += amount
        elif apart == _CORRECTED:
            _add_correction(found[day, terminal_id], Kind(credit), amount)
        else:
            _add(found[day, terminal_id], Kind(debit), Kind(credit), amount)
    counted = of.rows("entries_counted")
    for day, terminal_id, kind, is_settled, count, lapsed_yen in counted:
        sums = found[day, terminal_id]
        sums["lapsed_yen"] += lapsed_yen
        if not is_settled:
            sums["declined_count"] += count
        elif kind in _COUNTED:
            sums[_COUNTED[kind]] += count
    return {key: Takings(**sums) for key, sums in found.items()}


def rates(*, of: Time) -> dict[tuple[date, int], list[RateSum]]:
    """What was sold at each tax rate, by business date and terminal, the lowest rate first."""
    found: dict[tuple[date, int], list[RateSum]] = defaultdict(list)
    for day, terminal_id, *row in of.rows("rates"):
        found[day, terminal_id].append(RateSum(*row))
    return dict(found)


def genres(*, of: Time) -> Mapping[str, int]:
    """What was sold of each genre on business dates, less what was taken back, in yen."""
    found: dict[str, int] = defaultdict(int)
    for _, genre, yen in of.rows("genres"):
        found[genre] += yen
    return dict(found)


def net_by_counterpart(*, of: Time, kinds: Collection[Kind]) -> dict[Kind, int]:
    """What came into purses of these kinds less what left them, by the other side, in yen."""
    net: dict[Kind, int] = defaultdict(int)
    moves = of.rows("moves")
    # A transfer touches one purse at most, so never both sides are of these kinds.
    for _, _, _, debit, credit, amount in moves:
        if credit in kinds:
            net[Kind(debit)] += amount
        if debit in kinds:
            net[Kind(credit)] -= amount
    return dict(net)


def together(some: Iterable[Takings]) -> Takings:
    """The sum of takings."""
    found = list(some)
    return Takings(
        **{each.name: sum(getattr(one, each.name) for one in found) for each in fields(Takings)}
    )


def rates_together(some: Iterable[RateSum]) -> tuple[RateSum, ...]:
    """The sums of each rate, the highest rate first."""
    found: dict[int, tuple[int, int]] = {}
    for each in some:
        amount, tax = found.get(each.rate, (0, 0))
        found[each.rate] = (amount + each.amount_yen, tax + each.tax_yen)
    return tuple(RateSum(rate, *sums) for rate, sums in sorted(found.items(), reverse=True))


def _add(sums: dict[str, int], debit: Kind, credit: Kind, amount: int) -> None:
    for name in _NAMED.get((debit, credit), ()):
        sums[name] += amount
    if (debit, credit) not in _NAMED and UNIT_OF[debit] is Unit.JPY:
        sums["elsewhere_yen"] += amount
    if debit is Kind.CASH:
        sums["drawer_yen"] += amount
    if credit is Kind.CASH:
        sums["drawer_yen"] -= amount


def _add_correction(sums: dict[str, int], credit: Kind, amount: int) -> None:
    way = "up" if credit in PURSES else "down"
    unit = "yen" if UNIT_OF[credit] is Unit.JPY else "tenths"
    sums[f"corrected_{way}_{unit}"] += amount
