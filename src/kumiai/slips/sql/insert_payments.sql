-- Payments of one co-op, each by its entry.
INSERT INTO slips_slippayment (
    entry_id, coop_id, member_id, paid_on, amount_yen, reference, payer_kana, available_on,
    fingerprint, file_digest, file_line, taken_in_at, deposit_id
)
SELECT entry_id, %(coop)s::int, member_id, paid_on, amount_yen, reference, payer_kana,
    available_on, fingerprint, file_digest, file_line, %(at)s::timestamptz, deposit_id
FROM unnest(
    %(entries)s::uuid[], %(members)s::bigint[], %(days)s::date[], %(amounts)s::int[],
    %(references)s::text[], %(payers)s::text[], %(available)s::date[], %(fingerprints)s::bytea[],
    %(digests)s::bytea[], %(lines)s::int[], %(deposits)s::bigint[]
) AS paid (entry_id, member_id, paid_on, amount_yen, reference, payer_kana, available_on,
    fingerprint, file_digest, file_line, deposit_id)
