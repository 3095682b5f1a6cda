-- A card stopped, let go again or issued anew by a till, where the member's rows say otherwise.
SELECT format('ledger_entry id=%%s', entry.id)
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry
    WHERE outcome = 'settled' AND kind IN ('suspension', 'suspension_lift', 'card_reissue')
) AS entry
WHERE NOT CASE entry.kind
    WHEN 'suspension' THEN EXISTS (
        SELECT FROM members_suspension AS suspension
        WHERE suspension.coop_id = entry.coop_id AND suspension.member_id = entry.holder_id
            AND suspension.suspended_at = entry.posted_at
            AND suspension.suspended_at = (entry.answer ->> 'suspended_at')::timestamptz
            AND suspension.by_kind = 'terminal'
            AND suspension.by_id = entry.terminal_id::text)
    WHEN 'suspension_lift' THEN EXISTS (
        SELECT FROM members_suspension AS suspension
        WHERE suspension.coop_id = entry.coop_id AND suspension.member_id = entry.holder_id
            AND suspension.lifted_at = (entry.answer ->> 'lifted_at')::timestamptz
            AND suspension.lifted_by_kind = 'terminal'
            AND suspension.lifted_by_id = entry.terminal_id::text)
    ELSE EXISTS (
        SELECT FROM members_membercard AS card
        JOIN members_membercard AS dead ON dead.coop_id = card.coop_id
            AND dead.member_id = card.member_id
            AND dead.code = entry.answer ->> 'replaces'
            AND dead.replaced_at = card.issued_at
        WHERE card.coop_id = entry.coop_id AND card.member_id = entry.holder_id
            AND card.code = entry.answer ->> 'new_card'
            AND card.idm IS NOT DISTINCT FROM entry.answer ->> 'idm'
            AND card.issued_at >= entry.posted_at)
    END
ORDER BY entry.posted_at
LIMIT 1
