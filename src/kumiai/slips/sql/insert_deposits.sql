INSERT INTO slips_deposit (
    coop_id, file_id, position, place, tells, paid_on, amount_yen, payer, message, inquiry,
    likeness, fingerprint, state, why, is_over_cap, reference
)
SELECT %(coop)s::int, %(file)s::bigint, position, place, tells, paid_on, amount_yen, payer,
    message, inquiry, likeness, fingerprint, 'read', '', false, ''
FROM unnest(
    %(positions)s::int[], %(places)s::int[], %(tells)s::text[], %(days)s::date[],
    %(amounts)s::bigint[], %(payers)s::text[], %(messages)s::text[], %(inquiries)s::text[],
    %(likenesses)s::bytea[], %(fingerprints)s::bytea[]
) AS told (position, place, tells, paid_on, amount_yen, payer, message, inquiry, likeness,
    fingerprint)
ORDER BY position
