-- The last contact of each terminal before a moment, as far as it told of sales made offline then,
-- and what it has sold on cards since, in the order asked.
SELECT contact.at, coalesce(till.yen, 0)
FROM unnest(%(terminals)b::bigint[], %(sold)b::timestamptz[]) WITH ORDINALITY
    AS wanted (terminal_id, at, position)
CROSS JOIN LATERAL (
    SELECT coalesce(max(posted_at), 'epoch') AS at FROM purchases_offlinesale
    WHERE terminal_id = wanted.terminal_id AND posted_at <= wanted.at
) AS contact
CROSS JOIN LATERAL (
    SELECT max(till_yen) AS yen FROM purchases_offlinesale
    WHERE terminal_id = wanted.terminal_id AND contact_at = contact.at
) AS till
ORDER BY wanted.position
