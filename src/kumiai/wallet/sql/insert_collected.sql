WITH parts AS (
    SELECT * FROM unnest(
        %(waiting)b::uuid[], %(entries)b::uuid[], %(coops)b::int[], %(amounts)b::int[]
    ) AS parts (uncollected_id, entry_id, coop_id, amount_yen)
), kept AS (
    INSERT INTO wallet_collectedpart (uncollected_id, entry_id, coop_id, amount_yen)
    SELECT uncollected_id, entry_id, coop_id, amount_yen FROM parts
)
UPDATE wallet_uncollected AS waiting
SET remaining_yen = waiting.remaining_yen - taken.amount_yen
FROM (
    SELECT uncollected_id, coop_id, sum(amount_yen)::int AS amount_yen
    FROM parts GROUP BY uncollected_id, coop_id
) AS taken
WHERE waiting.entry_id = taken.uncollected_id AND waiting.coop_id = taken.coop_id
