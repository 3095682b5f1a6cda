-- The codes of letters; what opened the form before opens it no longer, and the tries begin anew.
INSERT INTO identity_provisionalregistration (login_id, coop_id, salt, digests, failures, is_code)
SELECT n.login_id, %(coop_id)s::int, n.salt, ARRAY[n.digest], 0, true
  FROM unnest(%(login_ids)s::bigint[], %(salts)s::bytea[], %(digests)s::bytea[])
       AS n(login_id, salt, digest)
    ON CONFLICT (login_id) DO UPDATE
   SET salt = EXCLUDED.salt, digests = EXCLUDED.digests, is_code = true,
       failures = 0, switched_off_at = NULL
