-- What members' cards have paid in sales made offline since a moment, with the last contact of the
-- till before each of them. By member: a plan that began with the sales would read each of them for
-- every member.
SELECT made.member_id, made.occurred_at, made.contact_at, made.on_card_yen
FROM unnest(%(members)b::bigint[], %(since)b::timestamptz[]) AS wanted (member_id, since)
CROSS JOIN LATERAL (
    SELECT member_id, occurred_at, contact_at, on_card_yen FROM purchases_offlinesale
    WHERE member_id = wanted.member_id AND occurred_at > wanted.since AND on_card_yen > 0
    ORDER BY member_id, occurred_at
) AS made
