-- Mails whose order got lost, or whose worker died with them in hand; the oldest first.
SELECT id, priority
  FROM mail_message
 WHERE state IN ('queued', 'sending')
   AND priority > %(one_of_many)s::smallint
   AND next_at < %(before)s::timestamptz
 ORDER BY next_at
 LIMIT 1000
