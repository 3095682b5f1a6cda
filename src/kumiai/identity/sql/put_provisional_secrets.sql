-- The secrets of logins that are still provisional; a changed phone or birth date replaces them.
INSERT INTO identity_provisionalregistration AS p
       (login_id, coop_id, salt, digests, failures, is_code)
SELECT l.id, l.coop_id, n.salt, array_remove(ARRAY[n.first_digest, n.second_digest], NULL), 0,
       false
  FROM unnest(%(member_ids)s::bigint[], %(kinds)s::text[], %(salts)s::bytea[],
              %(first_digests)s::bytea[], %(second_digests)s::bytea[])
       AS n(member_id, kind, salt, first_digest, second_digest)
  JOIN identity_login l ON l.member_id = n.member_id AND l.kind = n.kind
 WHERE l.coop_id = %(coop_id)s::int
   AND l.state = 'provisional'
    ON CONFLICT (login_id) DO UPDATE
   SET salt = EXCLUDED.salt, digests = EXCLUDED.digests, is_code = false
 WHERE p.digests IS DISTINCT FROM EXCLUDED.digests
