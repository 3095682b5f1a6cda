"""The unused balance of the Payment Services Act: what was issued and has not been used.

Issued value is prepaid money and what waits to be collected. Points that were turned into yen count
as issued value from then on; points themselves do not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kumiai.ledger.accounts import Kind
from kumiai.reports import holdings, kept, rules, seals, snapshot, takings
from kumiai.reports.rules import Deposit

ISSUED = (Kind.PREPAID, Kind.UNCOLLECTED)


@dataclass(frozen=True, slots=True)
class Unused:
    """The unused balance of a base date in yen, and how the half year led to it.

    `opening_yen`, plus what was issued for cash, for slips and for points, less what was used and
    what paid debts, plus corrections, is `unused_yen`. What was taken back is off each of them.
    `deposit` is that of the base date, or what the next one would ask for.
    """

    coop_id: int
    first: date
    on: date
    as_of: datetime
    is_closed: bool
    opening_yen: int
    issued_cash_yen: int
    issued_slips_yen: int
    issued_points_yen: int
    used_yen: int
    paid_debts_yen: int
    corrected_yen: int
    prepaid_yen: int
    uncollected_yen: int
    deposit: Deposit

    @property
    def unused_yen(self) -> int:
        """What the members can still use of what was issued to them."""
        return self.prepaid_yen + self.uncollected_yen

    @property
    def percent(self) -> int:
        """How much of the limit that is, rounded down."""
        return rules.percent_of_limit(self.unused_yen)


def unused(*, coop_id: int, on: date, at: datetime) -> Unused:
    """The unused balance at the end of a business date: a base date, or any day to watch it."""
    first, _ = rules.half_year(on)
    with snapshot.taken():
        net = takings.net_by_counterpart(
            of=kept.time(coop_id=coop_id, first=first, last=on), kinds=ISSUED
        )
        held = holdings.held(coop_id=coop_id, on=on)
        closed = seals.closed_through(coop_id)
    prepaid_yen, uncollected_yen = (held[kind].amount for kind in ISSUED)
    unused_yen = prepaid_yen + uncollected_yen
    return Unused(
        coop_id=coop_id,
        first=first,
        on=on,
        as_of=at,
        is_closed=closed is not None and on <= closed,
        opening_yen=unused_yen - sum(net.values()),
        issued_cash_yen=net.pop(Kind.CASH, 0),
        # What was on suspense at first came by slip too.
        issued_slips_yen=net.pop(Kind.SLIP_BANK, 0) + net.pop(Kind.SUSPENSE, 0),
        issued_points_yen=net.pop(Kind.POINTS_REDEEMED_YEN, 0),
        used_yen=-net.pop(Kind.SALES, 0),
        paid_debts_yen=-net.pop(Kind.CLEARING, 0),
        corrected_yen=sum(net.values()),
        prepaid_yen=prepaid_yen,
        uncollected_yen=uncollected_yen,
        deposit=rules.deposit(base=rules.base_date_from(on), unused_yen=unused_yen),
    )
