"""What holds of some people's rows, and of closed days, at every moment, whatever has happened."""

from collections.abc import Sequence

from tests.ledger.world import Connection

# Each part names what is not as it must be.
_LIES = """
WITH purse AS (
    SELECT * FROM ledger_account
    WHERE coop_id = ANY(%(coops)s) AND holder_id = ANY(%(members)s) AND version IS NOT NULL
), move AS (
    SELECT transfer.*, lag(purse_balance, 1, 0::bigint) OVER chain AS balance_before,
        row_number() OVER chain AS place, lag(transfer.posted_at) OVER chain AS posted_before,
        CASE WHEN (credit_account_id = purse.id) = (purse.kind <> 'DEBT') THEN amount
            ELSE -amount END AS change
    FROM ledger_transfer AS transfer JOIN purse ON purse.id = transfer.purse_id
    WINDOW chain AS (PARTITION BY purse_id ORDER BY purse_version)
)
SELECT 'amount' FROM move WHERE amount <= 0
UNION ALL SELECT 'two co-ops or units' FROM move
    JOIN ledger_account AS debit ON debit.id = debit_account_id
    JOIN ledger_account AS credit ON credit.id = credit_account_id
    WHERE debit.coop_id <> credit.coop_id OR debit.unit <> credit.unit
        OR move.coop_id <> debit.coop_id OR move.unit <> debit.unit
UNION ALL SELECT 'chain' FROM move WHERE purse_version <> place
    OR purse_balance <> balance_before + change OR posted_at < posted_before
UNION ALL SELECT 'purse' FROM purse WHERE balance < 0
    OR balance <> (SELECT coalesce(sum(change), 0) FROM move WHERE purse_id = purse.id)
    OR version <> (SELECT count(*) FROM move WHERE purse_id = purse.id)
UNION ALL SELECT 'declined, yet moved' FROM move
    JOIN ledger_entry AS entry ON entry.id = entry_id WHERE outcome <> 'settled'
UNION ALL SELECT 'no id' FROM move WHERE NOT EXISTS (
    SELECT FROM ledger_request AS asked WHERE asked.id = entry_id)
UNION ALL SELECT 'waiting' FROM purse WHERE kind = 'UNCOLLECTED' AND balance <> (
    SELECT coalesce(sum(remaining_yen), 0) FROM wallet_uncollected WHERE member_id = holder_id)
UNION ALL SELECT 'collected' FROM wallet_uncollected AS waits
    WHERE member_id = ANY(%(members)s) AND amount_yen <> remaining_yen + (
        SELECT coalesce(sum(part.amount_yen), 0) FROM wallet_collectedpart AS part
        WHERE part.uncollected_id = waits.entry_id)
UNION ALL SELECT 'eaten' FROM meals_mealday AS eaten
    WHERE member_id = ANY(%(members)s) AND (used_yen > limit_yen OR used_yen <> (
        SELECT coalesce(sum(amount_yen), 0) FROM meals_mealuse AS used
        WHERE used.member_id = eaten.member_id AND used.date = eaten.date) - (
        SELECT coalesce(sum(amount_yen), 0) FROM meals_mealreturn AS back
        WHERE back.member_id = eaten.member_id AND back.date = eaten.date))
UNION ALL SELECT 'reversed' FROM purchases_purchase AS sale
    WHERE member_id = ANY(%(members)s) AND total_yen < (
        SELECT coalesce(sum(back.total_yen), 0) FROM purchases_reversal AS back
        WHERE back.original_id = sale.entry_id)
UNION ALL SELECT 'closed day' FROM (
    SELECT * FROM ledger_dayclose WHERE coop_id = ANY(%(coops)s) ORDER BY id DESC LIMIT 4
    ) AS day WHERE entry_count <> (
        SELECT count(*) FROM ledger_entry AS entry
        WHERE entry.coop_id = day.coop_id AND entry.business_date = day.business_date)
UNION ALL SELECT 'cards' FROM members_membercard WHERE member_id = ANY(%(members)s)
    GROUP BY member_id HAVING count(*) FILTER (WHERE replaced_at IS NULL) <> 1
"""


def lies(connection: Connection, *, coops: Sequence[int], members: Sequence[int]) -> list[str]:
    """What is wrong with the rows of these members: purses, what waits, meals, cards, days."""
    about = {"coops": list(coops), "members": list(members)}
    return [lie for (lie,) in connection.execute(_LIES.encode(), about).fetchall()]
