-- Who is calling: the terminal of a key's digest, with what the till's rules need of its co-op.
-- A policy holds from its day on; a day before the first version has the first one.
SELECT terminal.id,
       terminal.coop_id,
       terminal.kind,
       terminal.name,
       coalesce(least(terminal.revoked_at, key.revoked_at, key.expires_at)
                <= %(at)s::timestamptz, false) AS revoked,
       store.id,
       coalesce(store.code, ''),
       coalesce(store.name, ''),
       coalesce(store.phone, ''),
       coalesce(store.hands_over, false),
       coop.name,
       coop.emoney_name,
       coop.phone,
       coop.invoice_number,
       (SELECT version.document::text
          FROM coops_policyversion version
         WHERE version.coop_id = coop.id
         ORDER BY version.starts_on > %(today)s::date,
                  abs(version.starts_on - %(today)s::date)
         LIMIT 1) AS policy,
       (SELECT coalesce(jsonb_object_agg(day.date, day.is_business), '{}')::text
          FROM coops_calendarday day
         WHERE day.coop_id = coop.id
           AND day.date BETWEEN %(today)s::date - 60 AND %(today)s::date + 60) AS calendar,
       (SELECT coalesce(array_agg(place.name ORDER BY place.id), '{}')
          FROM coops_store place
         WHERE place.coop_id = coop.id AND place.hands_over) AS handing_over,
       (SELECT coalesce(array_agg(place.name ORDER BY place.id), '{}')
          FROM coops_store place
         WHERE place.coop_id = coop.id AND place.is_cafeteria) AS cafeterias
  FROM coops_terminalkey key
  JOIN coops_terminal terminal ON terminal.coop_id = key.coop_id AND terminal.id = key.terminal_id
  JOIN coops_coop coop ON coop.id = terminal.coop_id
  LEFT JOIN coops_store store ON store.coop_id = terminal.coop_id AND store.id = terminal.store_id
 WHERE key.digest = %(digest)s::bytea;
