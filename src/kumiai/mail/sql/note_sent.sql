-- The server has taken them.
UPDATE mail_message
   SET state = 'sent', sent_at = %(at)s::timestamptz, last_error = ''
 WHERE id = ANY (%(ids)s::bigint[])
   AND state = 'sending'
