-- A card was held at a till, and somebody of its membership has still to register: when and where.
-- Neither a stopped card nor one that was replaced counts, and whose logins are all registered
-- needs no tap: no row.
INSERT INTO identity_cardtap AS tap (member_id, coop_id, terminal_id, at)
SELECT card.member_id, card.coop_id, %(terminal_id)s::bigint, %(at)s::timestamptz
  FROM members_membercard AS card
 WHERE card.coop_id = %(coop_id)s::int
   AND card.code = %(card)s::text
   AND card.replaced_at IS NULL
   AND NOT EXISTS (SELECT FROM members_suspension AS stopped
                    WHERE stopped.member_id = card.member_id AND stopped.lifted_at IS NULL)
   AND EXISTS (SELECT FROM identity_login AS login
                WHERE login.member_id = card.member_id AND login.state = 'provisional')
    ON CONFLICT (member_id) DO UPDATE
   SET terminal_id = EXCLUDED.terminal_id, at = EXCLUDED.at
 WHERE tap.at < EXCLUDED.at
