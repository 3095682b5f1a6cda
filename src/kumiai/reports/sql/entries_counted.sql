-- How many entries of each kind there are on business dates of a co-op, by terminal and outcome;
-- of reversals those of top-ups apart, and what lapsed of meal cards, in yen.
SELECT entry.business_date, coalesce(entry.terminal_id, 0),
    CASE WHEN reversal.is_top_up THEN 'top_up_reversal' ELSE entry.kind END AS kind,
    entry.outcome = 'settled' AS is_settled, count(*)::int,
    coalesce(sum(reversal.meal_lapsed_yen), 0)::bigint
FROM ledger_entry AS entry
LEFT JOIN purchases_reversal AS reversal ON reversal.entry_id = entry.id
    AND entry.reverses_id IS NOT NULL
WHERE entry.coop_id = %(coop)s::int
    AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
