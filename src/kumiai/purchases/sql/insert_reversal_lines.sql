INSERT INTO purchases_reversalline (reversal_id, position, quantity, amount_yen)
SELECT
    unnest(%(reversals)b::uuid[]), unnest(%(positions)b::smallint[]),
    unnest(%(quantities)b::int[]), unnest(%(amounts)b::int[])
