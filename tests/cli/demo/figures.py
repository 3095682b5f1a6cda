"""A member's figures summed anew from the rows of the ledger, by statements of their own."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client

from kumiai.kit import clock
from kumiai.purchases import rules as purchase_rules

LONG_AGO, FAR = (datetime(year, 1, 1, tzinfo=clock.TOKYO) for year in (2000, 2100))

# A purse is what the co-op owes, so a credit raises it; a debt is the other way round.
PURSES = """
    SELECT account.kind, sum(CASE
        WHEN (transfer.credit_account_id = account.id) = (account.kind <> 'DEBT')
        THEN transfer.amount ELSE -transfer.amount END)::bigint
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS account
        ON account.id IN (transfer.credit_account_id, transfer.debit_account_id)
    WHERE account.holder_id = %(member)s AND transfer.posted_at < %(before)s
    GROUP BY 1
"""
# What went to the sales of tills, and came back from them, on entries of the member.
SALES = """
    SELECT coalesce(sum(CASE WHEN credit.kind = 'SALES' THEN transfer.amount
        WHEN debit.kind = 'SALES' THEN -transfer.amount END), 0)::bigint
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    WHERE entry.holder_id = %(member)s
        AND transfer.posted_at >= %(since)s AND transfer.posted_at < %(before)s
"""
# Tenths of points that tills granted, less what was taken back of them.
GRANTED = """
    SELECT coalesce(sum(CASE WHEN debit.kind = 'POINTS_GRANTED' THEN transfer.amount
        WHEN credit.kind = 'POINTS_GRANTED' THEN -transfer.amount END), 0)::bigint
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS purse ON purse.id = transfer.purse_id AND purse.kind = 'POINTS'
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    WHERE purse.holder_id = %(member)s AND transfer.posted_at < %(before)s
"""

# What sales of tills took out of prepaid, less what was given back into it.
PREPAID_PAID = """
    SELECT coalesce(sum(CASE WHEN credit.kind = 'SALES' THEN transfer.amount
        WHEN debit.kind = 'SALES' THEN -transfer.amount END), 0)::bigint
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    WHERE transfer.posted_at >= %(since)s AND transfer.posted_at < %(before)s
        AND %(member)s IN (credit.holder_id, debit.holder_id)
        AND 'PREPAID' IN (credit.kind, debit.kind)
"""


def purses(member_id: int, *, before: datetime) -> dict[str, int]:
    """What each purse came to, in its unit; one that never moved is left out."""
    with connection.cursor() as cursor:
        cursor.execute(PURSES, {"member": member_id, "before": before})
        return dict(cursor.fetchall())


def sales_yen(member_id: int, *, since: datetime, before: datetime) -> int:
    return _one(SALES, {"member": member_id, "since": since, "before": before})


def granted_tenths(member_id: int, *, before: datetime) -> int:
    return _one(GRANTED, {"member": member_id, "before": before})


def prepaid_paid_yen(member_id: int, *, since: datetime, before: datetime) -> int:
    return _one(PREPAID_PAID, {"member": member_id, "since": since, "before": before})


def check_histories(client: Client, member_id: int) -> None:
    """The totals, and three months of the history with what the prepaid purse held around each."""
    totals = client.get("/purchases/totals").context
    sold_yen = sales_yen(member_id, since=LONG_AGO, before=FAR)
    assert totals["paid"].yen == sum(year.yen for year in totals["years"]) == sold_yen
    assert totals["top_ups"].used_yen == totals["paid"].prepaid
    for month in client.get("/purchases").context["months"].choices[:3]:
        since = clock.day_start(month)
        before = clock.day_start(purchase_rules.month_after(month))
        asked = {"month": f"{month:%Y-%m}"}
        told = client.get("/purchases", asked).context
        assert told["total_yen"] == sales_yen(member_id, since=since, before=before)
        story = client.get("/purchases", asked | {"tab": "prepaid"}).context["story"]
        held = [purses(member_id, before=at).get("PREPAID", 0) for at in (since, before)]
        assert [story.opening_yen, story.closing_yen] == held


def _one(statement: str, parameters: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        (found,) = cursor.fetchone()
        return int(found)
