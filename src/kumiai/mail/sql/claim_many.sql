-- Take the next mails of many into one's hands for a while, those that have waited longest first.
UPDATE mail_message
   SET state = 'sending',
       attempts = attempts + 1,
       next_at = %(lease_ends_at)s::timestamptz
 WHERE id = ANY (ARRAY (
           SELECT id
             FROM mail_message
            WHERE state IN ('queued', 'sending')
              AND priority <= %(one_of_many)s::smallint
              AND next_at <= %(at)s::timestamptz
            ORDER BY next_at
            LIMIT %(count)s::integer
              FOR UPDATE SKIP LOCKED))
RETURNING id
