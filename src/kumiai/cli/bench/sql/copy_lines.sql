-- The lines of a member's purchases as those of others.
INSERT INTO purchases_purchaseline (
    purchase_id, position, code, name, genre, quantity, unit_price_yen, amount_yen, tax_rate,
    is_meal_eligible
)
SELECT (left(line.purchase_id::text, 15)
        || substr(md5(line.purchase_id::text || other.id::text)::uuid::text, 16))::uuid,
    line.position, line.code, line.name, line.genre, line.quantity, line.unit_price_yen,
    line.amount_yen, line.tax_rate, line.is_meal_eligible
FROM purchases_purchase AS bought
JOIN purchases_purchaseline AS line ON line.purchase_id = bought.entry_id
CROSS JOIN unnest(%(others)s::bigint[]) AS other (id)
WHERE bought.coop_id = %(coop)s::int AND bought.member_id = %(member)s::bigint
