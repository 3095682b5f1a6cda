INSERT INTO purchases_offlinesale (
    entry_id, coop_id, terminal_id, member_id, card, occurred_at, posted_at, contact_at, total_yen,
    on_card_yen, till_yen, flags, body, mark
)
SELECT * FROM unnest(
    %(entries)b::uuid[], %(coops)b::int[], %(terminals)b::bigint[], %(members)b::bigint[],
    %(cards)b::text[], %(occurred)b::timestamptz[], %(posted)b::timestamptz[],
    %(contacts)b::timestamptz[], %(totals)b::int[], %(on_card)b::int[], %(of_tills)b::bigint[],
    %(flags)b::text[], %(bodies)b::text[], %(marks)b::bytea[]
)
