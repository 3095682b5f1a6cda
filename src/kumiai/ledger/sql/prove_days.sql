-- An entry that is not on the Tokyo date of its posting though no close had pushed it on.
SELECT format('ledger_entry id=%%s', entry.id)
FROM ledger_entry AS entry
WHERE entry.business_date < (entry.posted_at AT TIME ZONE 'Asia/Tokyo')::date
    OR (entry.business_date > (entry.posted_at AT TIME ZONE 'Asia/Tokyo')::date
        AND NOT EXISTS (
            SELECT FROM ledger_dayclose AS close
            WHERE close.coop_id = entry.coop_id AND close.business_date = entry.business_date - 1))
ORDER BY entry.posted_at
LIMIT 1
