-- A plan goes on as another from a day on, and its cards with it: who holds one on that day holds
-- two, one after the other, and who would have begun later begins under the new one. Of two cards
-- of one day the one that began later counts, so a card goes on only once such a one is over.
WITH going_on AS (
    INSERT INTO meals_mealcard (coop_id, member_id, plan_id, starts_on, ends_on)
    SELECT card.coop_id, card.member_id, %(becomes)s::bigint,
        greatest(%(day)s::date, counting.ends_on + 1), card.ends_on
    FROM meals_mealcard AS card
    LEFT JOIN LATERAL (
        SELECT max(other.ends_on) AS ends_on FROM meals_mealcard AS other
        WHERE other.member_id = card.member_id AND other.starts_on <= %(day)s::date
            AND (other.starts_on, other.id) > (card.starts_on, card.id)
    ) AS counting ON true
    WHERE card.plan_id = %(plan)s::bigint AND card.starts_on < %(day)s::date
        AND card.ends_on >= greatest(%(day)s::date, counting.ends_on + 1)
), cut AS (
    UPDATE meals_mealcard SET ends_on = %(day)s::date - 1
    WHERE plan_id = %(plan)s::bigint AND starts_on < %(day)s::date AND ends_on >= %(day)s::date
)
UPDATE meals_mealcard SET plan_id = %(becomes)s::bigint
WHERE plan_id = %(plan)s::bigint AND starts_on >= %(day)s::date
