-- A slip or claim without the money that waits, or with other money than its receipt says.
SELECT format('wallet_uncollected entry_id=%%s', coalesce(waiting.entry_id, entry.id))
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry WHERE outcome = 'settled' AND kind IN ('slip', 'claim')
) AS entry
FULL JOIN wallet_uncollected AS waiting ON waiting.entry_id = entry.id
WHERE entry.id IS NULL OR waiting.entry_id IS NULL
    OR waiting.coop_id <> entry.coop_id
    OR waiting.member_id IS DISTINCT FROM entry.holder_id
    OR waiting.source <> entry.kind
    OR waiting.amount_yen IS DISTINCT FROM (entry.answer ->> 'amount')::bigint
    OR waiting.available_on IS DISTINCT FROM (entry.answer ->> 'available_on')::date
    OR (waiting.source = 'claim'
        AND waiting.asked_on <> (entry.posted_at AT TIME ZONE 'Asia/Tokyo')::date)
ORDER BY coalesce(waiting.entry_id, entry.id)
LIMIT 1
