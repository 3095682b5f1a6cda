-- A day that was closed, as the record of acts says, without the close it had then.
SELECT format('ledger_dayclose coop_id=%%s business_date=%%s', act.coop_id,
    substr(act.subject, 5))
FROM coops_staffact AS act
LEFT JOIN ledger_dayclose AS close
    ON close.coop_id = act.coop_id AND 'day:' || close.business_date = act.subject
WHERE act.verb = 'close_day'
    AND (close.id IS NULL
        OR close.closed_at <> act.at
        OR encode(close.seal, 'hex') IS DISTINCT FROM act.details ->> 'seal')
ORDER BY act.at
LIMIT 1
