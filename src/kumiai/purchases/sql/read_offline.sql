-- What members' cards have paid in sales made offline since a moment, with the last contact of the
-- till before each of them.
SELECT made.member_id, made.occurred_at, made.contact_at, made.on_card_yen
FROM unnest(%(members)b::bigint[], %(since)b::timestamptz[]) AS wanted (member_id, since)
JOIN purchases_offlinesale AS made
    ON made.member_id = wanted.member_id AND made.occurred_at > wanted.since
WHERE made.on_card_yen > 0
