INSERT INTO purchases_offlinesale (
    entry_id, coop_id, terminal_id, member_id, card, occurred_at, posted_at, contact_at, total_yen,
    on_card_yen, till_yen, flags, body, mark
)
SELECT
    unnest(%(entries)b::uuid[]), unnest(%(coops)b::int[]), unnest(%(terminals)b::bigint[]),
    unnest(%(members)b::bigint[]), unnest(%(cards)b::text[]), unnest(%(occurred)b::timestamptz[]),
    unnest(%(posted)b::timestamptz[]), unnest(%(contacts)b::timestamptz[]),
    unnest(%(totals)b::int[]), unnest(%(on_card)b::int[]), unnest(%(of_tills)b::bigint[]),
    unnest(%(flags)b::text[]), unnest(%(bodies)b::text[]), unnest(%(marks)b::bytea[])
