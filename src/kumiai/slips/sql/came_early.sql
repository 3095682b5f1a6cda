-- Cancellations that found no deposit, and confirmations no flash has been told of.
SELECT deposit.id
FROM slips_deposit AS deposit
WHERE deposit.coop_id = %(coop)s::int
    AND deposit.likeness = ANY (%(likenesses)s::bytea[])
    AND (
        deposit.state IN ('unmatched', 'set_aside')
        OR (
            deposit.tells = 'confirmed'
            AND deposit.state NOT IN ('read', 'known', 'confirmation')
            AND NOT EXISTS (
                SELECT FROM slips_deposit AS flash
                WHERE flash.coop_id = deposit.coop_id
                    AND flash.likeness = deposit.likeness
                    AND flash.original_id = deposit.id
                    AND flash.tells = 'flash'
            )
        )
    )
