-- A slip payment that is not what waits, or waited, for its member.
SELECT format('slips_slippayment entry_id=%%s', payment.entry_id)
FROM slips_slippayment AS payment
LEFT JOIN wallet_uncollected AS waiting
    ON waiting.entry_id = payment.entry_id AND waiting.coop_id = payment.coop_id
WHERE (waiting.source, waiting.member_id, waiting.amount_yen, waiting.asked_on,
        waiting.available_on)
    IS DISTINCT FROM ('slip', payment.member_id, payment.amount_yen, payment.paid_on,
        payment.available_on)
ORDER BY payment.entry_id
LIMIT 1
