INSERT INTO purchases_purchaseline (
    purchase_id, position, code, name, genre, quantity, unit_price_yen, amount_yen, tax_rate,
    is_meal_eligible
)
SELECT
    unnest(%(purchases)b::uuid[]), unnest(%(positions)b::smallint[]), unnest(%(codes)b::text[]),
    unnest(%(names)b::text[]), unnest(%(genres)b::text[]), unnest(%(quantities)b::int[]),
    unnest(%(unit_prices)b::int[]), unnest(%(amounts)b::int[]), unnest(%(tax_rates)b::smallint[]),
    unnest(%(eligible)b::bool[])
