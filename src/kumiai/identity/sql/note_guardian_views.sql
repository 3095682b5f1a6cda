-- A line a day and section, or one look more on the line that is there.
INSERT INTO identity_guardianview AS line
       (coop_id, member_id, section, day, first_at, last_at, views)
SELECT %(coop_id)s::integer, %(member_id)s::bigint, section, %(day)s::date,
       %(at)s::timestamptz, %(at)s::timestamptz, 1
  FROM unnest(%(sections)s::text[]) AS section
 ORDER BY section
ON CONFLICT (member_id, day, section) DO UPDATE
   SET views = line.views + 1, last_at = greatest(line.last_at, excluded.last_at)
