-- Out of the hands again, as if they had not been taken.
UPDATE mail_message
   SET state = 'queued', attempts = attempts - 1, next_at = %(at)s::timestamptz
 WHERE id = ANY (%(ids)s::bigint[])
   AND state = 'sending'
