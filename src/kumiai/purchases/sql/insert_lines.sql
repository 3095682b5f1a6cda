INSERT INTO purchases_purchaseline (
    purchase_id, position, code, name, genre, quantity, unit_price_yen, amount_yen, tax_rate,
    is_meal_eligible
)
SELECT * FROM unnest(
    %(purchases)b::uuid[], %(positions)b::smallint[], %(codes)b::text[], %(names)b::text[],
    %(genres)b::text[], %(quantities)b::int[], %(unit_prices)b::int[], %(amounts)b::int[],
    %(tax_rates)b::smallint[], %(eligible)b::bool[]
)
