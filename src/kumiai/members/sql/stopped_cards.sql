-- The cards of a co-op that may not be used now, and those that may again, each with the moment
-- from which on that holds; with %(since)s only what has changed from then on.
SELECT card.code, card.idm, 'replaced' AS state, card.replaced_at AS since
FROM members_membercard AS card
WHERE card.coop_id = %(coop)s::int
    AND card.replaced_at >= coalesce(%(since)s::timestamptz, '-infinity')
UNION ALL
SELECT card.code, card.idm, 'suspended', stop.suspended_at
FROM members_suspension AS stop
JOIN members_membercard AS card
    ON card.coop_id = stop.coop_id AND card.member_id = stop.member_id
    AND card.replaced_at IS NULL
WHERE stop.coop_id = %(coop)s::int AND stop.lifted_at IS NULL
    AND stop.suspended_at >= coalesce(%(since)s::timestamptz, '-infinity')
UNION ALL
SELECT card.code, card.idm, 'lifted', max(stop.lifted_at)
FROM members_suspension AS stop
JOIN members_membercard AS card
    ON card.coop_id = stop.coop_id AND card.member_id = stop.member_id
    AND card.replaced_at IS NULL
WHERE stop.coop_id = %(coop)s::int AND stop.lifted_at >= %(since)s::timestamptz
    AND NOT EXISTS (
        SELECT FROM members_suspension AS still
        WHERE still.member_id = stop.member_id AND still.lifted_at IS NULL
    )
GROUP BY card.code, card.idm
ORDER BY since, code
