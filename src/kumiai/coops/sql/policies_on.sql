-- The policy of a co-op on a day, chosen as for a terminal that calls: see find_terminal.sql.
SELECT wanted.coop_id, wanted.day,
       (SELECT version.document::text
          FROM coops_policyversion version
         WHERE version.coop_id = wanted.coop_id
         ORDER BY version.starts_on > wanted.day, abs(version.starts_on - wanted.day)
         LIMIT 1) AS policy
  FROM unnest(%(coops)b::int[], %(days)b::date[]) AS wanted (coop_id, day);
