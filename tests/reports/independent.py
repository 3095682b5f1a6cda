"""The same figures by another way: out of the rows of purchases and wallet and out of receipts.

The reports add up transfers; nothing here does, except for what purses held after their last one.
"""

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from kumiai.kit.clock import TOKYO
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import Entry
from kumiai.reports import days, holdings, takings, unused
from kumiai.reports.days import MonthReport

AT = datetime(2099, 1, 1, tzinfo=TOKYO)

_SOLD = """
SELECT count(*), sum(meal_card_yen), sum(prepaid_yen - shortfall_yen)
        FILTER (WHERE purchase.member_id IS NOT NULL), sum(cash_yen), sum(other_yen),
    sum(shortfall_yen) FILTER (WHERE purchase.member_id IS NOT NULL),
    sum(prepaid_yen) FILTER (WHERE purchase.member_id IS NULL),
    sum(auto_top_up_yen), sum(points_earned_tenths), sum(points_converted_tenths)
FROM purchases_purchase AS purchase JOIN ledger_entry AS entry ON entry.id = purchase.entry_id
WHERE entry.coop_id = %(coop)s AND entry.business_date BETWEEN %(first)s AND %(last)s
"""
_BACK = """
SELECT count(*), sum(meal_card_yen - meal_lapsed_yen), sum(prepaid_yen - debt_recovered_yen)
        FILTER (WHERE back.member_id IS NOT NULL), sum(cash_yen), sum(other_yen),
    sum(debt_recovered_yen) FILTER (WHERE back.member_id IS NOT NULL),
    sum(prepaid_yen) FILTER (WHERE back.member_id IS NULL),
    sum(points_yen), sum(points_taken_back_tenths + points_redeemed_tenths),
    sum(points_redeemed_tenths)
FROM purchases_reversal AS back JOIN ledger_entry AS entry ON entry.id = back.entry_id
WHERE entry.coop_id = %(coop)s AND entry.business_date BETWEEN %(first)s AND %(last)s
    AND NOT is_top_up
"""
_TOPPED_UP = """
SELECT count(*), sum((convert_from(receipt, 'UTF8')::json ->> 'amount')::int)
FROM ledger_entry
WHERE coop_id = %(coop)s AND business_date BETWEEN %(first)s AND %(last)s
    AND kind = 'top_up' AND outcome = 'settled'
"""
_TOP_UPS_BACK = """
SELECT count(*), sum(total_yen)
FROM purchases_reversal AS back JOIN ledger_entry AS entry ON entry.id = back.entry_id
WHERE entry.coop_id = %(coop)s AND entry.business_date BETWEEN %(first)s AND %(last)s AND is_top_up
"""
_COLLECTED = """
SELECT sum(part.amount_yen)
FROM wallet_collectedpart AS part JOIN ledger_entry AS entry ON entry.id = part.entry_id
WHERE entry.coop_id = %(coop)s AND entry.business_date BETWEEN %(first)s AND %(last)s
"""
# What receipts and the answers to reversals say of taxes.
_TAXES = """
SELECT (tax ->> 'rate')::int, sum(
        (tax ->> 'amount')::int * CASE WHEN entry.kind = 'purchase' THEN 1 ELSE -1 END),
    sum((tax ->> 'tax')::int * CASE WHEN entry.kind = 'purchase' THEN 1 ELSE -1 END)
FROM ledger_entry AS entry
CROSS JOIN json_array_elements(convert_from(receipt, 'UTF8')::json -> 'tax') AS tax
WHERE entry.coop_id = %(coop)s AND entry.business_date BETWEEN %(first)s AND %(last)s
    AND entry.kind IN ('purchase', 'reversal') AND entry.outcome = 'settled'
GROUP BY 1 ORDER BY 1 DESC
"""
_USED = """
SELECT member.member_number, sum(sold.yen) FROM (
    SELECT purchase.member_id, purchase.total_yen AS yen
    FROM purchases_purchase AS purchase JOIN ledger_entry AS entry ON entry.id = entry_id
    WHERE entry.coop_id = %(coop)s AND business_date BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT back.member_id, -back.total_yen
    FROM purchases_reversal AS back JOIN ledger_entry AS entry ON entry.id = entry_id
    WHERE entry.coop_id = %(coop)s AND business_date BETWEEN %(first)s AND %(last)s
        AND NOT is_top_up
) AS sold LEFT JOIN members_member AS member ON member.id = sold.member_id
GROUP BY 1
"""
_HELD = """
SELECT kind, sum(purse_balance) FROM (
    SELECT DISTINCT ON (purse.id) purse.kind, transfer.purse_balance
    FROM ledger_account AS purse JOIN ledger_transfer AS transfer ON transfer.purse_id = purse.id
    JOIN ledger_entry AS entry ON entry.id = transfer.entry_id
    WHERE purse.coop_id = %(coop)s AND entry.business_date <= %(last)s
    ORDER BY purse.id, transfer.purse_version DESC
) AS latest GROUP BY kind
"""


def check(coop_id: int, first: date, last: date) -> MonthReport:
    """Every report of a time must come to the yen to what the rows say; the month's, to look at."""
    about = {"coop": coop_id, "first": first, "last": last}
    report = days.month(coop_id=coop_id, first=first, last=last, at=AT)
    _check_sales(report, about)
    _check_tops(report, about)
    assert [(r.rate, r.amount_yen, r.tax_yen) for r in report.rates] == _rows(_TAXES, about)
    lines_yen = sum(rate.amount_yen for rate in report.rates)
    assert sum(report.genres.values()) == lines_yen
    assert report.total.net_yen() == lines_yen + report.total.lapsed_yen
    assert report.total == takings.together(each for _, each in report.days)
    uses = {
        use.member_number: use for use in holdings.uses(coop_id=coop_id, first=first, last=last)
    }
    for use in uses.values():
        parts = (use.food_yen, use.books_yen, use.learning_goods_yen, use.other_yen)
        assert sum(parts) == use.total_yen
    assert {number: use.total_yen for number, use in uses.items()} == dict(_rows(_USED, about))
    _check_held(coop_id, last, about)
    return report


def check_in_parts(coop_id: int) -> None:
    """Check all there is, whole and cut at three random days: what the parts say adds up."""
    found = Entry.objects.filter(coop_id=coop_id).aggregate(
        first=Min("business_date"), last=Max("business_date")
    )
    first, last = found["first"], found["last"]
    cuts = sorted(random.sample(range(1, (last - first).days), 3))
    begins = [first, *(first + timedelta(days=cut) for cut in cuts)]
    ends = [*(day - timedelta(days=1) for day in begins[1:]), last]
    parts = [check(coop_id, *span).total for span in zip(begins, ends, strict=True)]
    assert takings.together(parts) == check(coop_id, first, last).total


def _check_sales(report: MonthReport, about: dict[str, Any]) -> None:
    total = report.total
    assert _one(_SOLD, about) == [
        *(total.sale_count, total.meal_yen, total.prepaid_yen, total.cash_yen, total.other_yen),
        *(total.owed_yen, total.suspense_yen, total.auto_top_up_yen),
        *(total.granted_tenths, total.redeemed_tenths),
    ]
    assert _one(_BACK, about) == [
        *(total.reversal_count, total.meal_back_yen, total.prepaid_back_yen),
        *(total.cash_back_yen, total.other_back_yen, total.owed_back_yen),
        *(total.suspense_back_yen, total.auto_top_up_back_yen),
        *(total.granted_back_tenths, total.redeemed_back_tenths),
    ]


def _check_tops(report: MonthReport, about: dict[str, Any]) -> None:
    total = report.total
    assert _one(_TOPPED_UP, about) == [total.top_up_count, total.top_up_yen]
    assert _one(_TOP_UPS_BACK, about) == [total.top_up_reversal_count, total.top_up_back_yen]
    assert _one(_COLLECTED, about) == [total.collected_yen]
    assert total.drawer_yen == (
        total.cash_yen - total.cash_back_yen + total.top_up_yen - total.top_up_back_yen
    )
    assert total.elsewhere_yen == 0


def _check_held(coop_id: int, on: date, about: dict[str, Any]) -> None:
    found = holdings.outstanding(coop_id=coop_id, on=on, at=AT)
    due = {Kind(kind): int(amount) for kind, amount in _rows(_HELD, about)}
    assert {kind: held.amount for kind, held in found.held.items() if held.amount} == {
        kind: amount for kind, amount in due.items() if amount
    }
    assert sum(found.uncollected_ages) == found.held[Kind.UNCOLLECTED].amount
    assert sum(found.debt_ages) == found.held[Kind.DEBT].amount
    each = list(holdings.holdings(coop_id=coop_id, on=on))
    assert sum(one.prepaid_yen for one in each) == found.held[Kind.PREPAID].amount
    assert sum(one.web_points_tenths for one in each) == found.held[Kind.WEB_POINTS].amount
    law = unused.unused(coop_id=coop_id, on=on, at=AT)
    issued = law.issued_cash_yen + law.issued_slips_yen + law.issued_points_yen
    used = law.used_yen + law.paid_debts_yen
    assert law.unused_yen == law.opening_yen + issued - used + law.corrected_yen
    before = _rows(_HELD, about | {"last": law.first - timedelta(days=1)})
    assert law.opening_yen == sum(
        int(amount) for kind, amount in before if kind in {"PREPAID", "UNCOLLECTED"}
    )


def _one(statement: str, about: dict[str, Any]) -> list[int]:
    return [int(value or 0) for value in _rows(statement, about)[0]]


def _rows(statement: str, about: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, about)
        return cursor.fetchall()
