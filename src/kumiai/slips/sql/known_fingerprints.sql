-- Which of these have come in before, as a deposit that was settled or as a payment.
SELECT fingerprint
FROM slips_deposit
WHERE coop_id = %(coop)s::int
    AND fingerprint = ANY (%(fingerprints)s::bytea[])
    AND state NOT IN ('read', 'known')
UNION ALL
SELECT fingerprint
FROM slips_slippayment
WHERE coop_id = %(coop)s::int
    AND fingerprint = ANY (%(fingerprints)s::bytea[])
