-- What the office is told of a sale made offline, where it does not say any more what its mark was
-- made over.
SELECT format('purchases_offlinesale entry_id=%%s', entry_id)
FROM purchases_offlinesale
WHERE mark IS DISTINCT FROM sha256(convert_to(
    concat_ws(E'\n', entry_id, coop_id, terminal_id, coalesce(member_id::text, ''), card,
        (extract(epoch FROM occurred_at) * 1000000)::bigint,
        (extract(epoch FROM posted_at) * 1000000)::bigint,
        (extract(epoch FROM contact_at) * 1000000)::bigint, total_yen, on_card_yen, till_yen,
        flags, coalesce(body, ''), ''),
    'UTF8'
))
ORDER BY posted_at
LIMIT 1
