-- Take a mail into one's hands for a while: only one worker at a time, and never a sent one.
UPDATE mail_message
   SET state = 'sending',
       attempts = attempts + 1,
       next_at = %(lease_ends_at)s::timestamptz
 WHERE id = %(id)s::bigint
   AND state IN ('queued', 'sending')
   AND next_at <= %(at)s::timestamptz
RETURNING id
