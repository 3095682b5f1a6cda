-- Like money of the same day that another file brought.
SELECT likeness, paid_on
FROM slips_deposit
WHERE coop_id = %(coop)s::int
    AND likeness = ANY (%(likenesses)s::bytea[])
    AND tells IN ('paid', 'flash', 'confirmed')
    AND file_id <> %(file)s::bigint
    AND state NOT IN ('read', 'known', 'taken_back', 'returned', 'set_aside', 'unmatched')
