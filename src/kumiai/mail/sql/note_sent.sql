-- The server has taken them; an address to which a mail went out is not dead.
WITH sent AS (
    UPDATE mail_message
       SET state = 'sent', sent_at = %(at)s::timestamptz, last_error = ''
     WHERE id = ANY (%(ids)s::bigint[])
       AND state = 'sending'
    RETURNING coop_id, to_address)
DELETE FROM mail_flaggedaddress AS flagged
 USING sent
 WHERE flagged.coop_id = sent.coop_id
   AND flagged.address = sent.to_address
