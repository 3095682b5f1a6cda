-- What still waits of slips for members whose purses are locked; what they claimed is left out.
SELECT waiting.member_id, waiting.entry_id, waiting.remaining_yen, waiting.available_on
FROM unnest(%(coops)b::int[], %(members)b::bigint[]) AS wanted (coop_id, member_id)
JOIN wallet_uncollected AS waiting
    ON waiting.coop_id = wanted.coop_id AND waiting.member_id = wanted.member_id
WHERE waiting.remaining_yen > 0 AND waiting.source = 'slip'
ORDER BY waiting.available_on, waiting.entry_id
