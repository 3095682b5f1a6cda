-- The five empty purses of members who have just joined.
INSERT INTO ledger_account (coop_id, holder_id, kind, unit, balance, version)
SELECT %(coop)s::int, member, purse.kind, purse.unit, 0, 0
FROM unnest(%(members)b::bigint[]) AS member
CROSS JOIN unnest(%(kinds)b::text[], %(units)b::text[]) AS purse (kind, unit)
ORDER BY member
