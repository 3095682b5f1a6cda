-- One provisional login per member and per guardian; who has a login already keeps it.
INSERT INTO identity_login
       (coop_id, kind, member_id, login_id, mail, language, state, created_at)
SELECT %(coop_id)s::int, n.kind, n.member_id, n.login_id, '', 'ja', 'provisional',
       %(at)s::timestamptz
  FROM unnest(%(member_ids)s::bigint[], %(kinds)s::text[], %(login_ids)s::text[])
       AS n(member_id, kind, login_id)
    ON CONFLICT DO NOTHING
