INSERT INTO purchases_reversalline (reversal_id, position, quantity, amount_yen)
SELECT * FROM unnest(
    %(reversals)b::uuid[], %(positions)b::smallint[], %(quantities)b::int[], %(amounts)b::int[]
)
