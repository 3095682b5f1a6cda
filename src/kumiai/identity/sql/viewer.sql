-- Who a browser is logged in as: the login, the member it was registered for and the one it is
-- shown, their co-op, the policy of the day, and what a guardian's login may see and switch to.
SELECT coop.id, coop.name, coop.short_name, coop.emoney_name, coop.phone, coop.address,
    coop.sender_address, coop.desk_address, coop.accent_colour, coop.hostnames,
    coop.invoice_number, coop.logo,
    login.id AS login_pk, login.kind, login.language, session.seen_at, session.child_link_id,
    own.id AS own_id, own.name AS own_name, own.member_number AS own_number,
    coalesce(guardian.name, '') AS guardian_name,
    shown.id AS shown_id, shown.name AS shown_name, shown.member_number AS shown_number,
    shown.graduation_year,
    EXISTS (
        SELECT FROM mail_flaggedaddress AS flag
        WHERE flag.coop_id = login.coop_id AND flag.address = login.mail
    ) AS is_mail_dead,
    EXISTS (
        SELECT FROM coops_legaltext AS text
        WHERE text.coop_id = login.coop_id AND text.needs_consent
            AND text.starts_on <= %(today)s::date
            AND NOT EXISTS (
                SELECT FROM identity_consent AS given
                WHERE given.login_id = login.id AND given.kind = text.kind
                    AND given.version >= text.version
            )
    ) AS needs_consent,
    (
        SELECT suspension.suspended_at FROM members_suspension AS suspension
        WHERE suspension.member_id = shown.id AND suspension.lifted_at IS NULL
        LIMIT 1
    ) AS stopped_since,
    (
        SELECT version.document::text FROM coops_policyversion AS version
        WHERE version.coop_id = login.coop_id
        -- The latest that has begun; where none has, the first.
        ORDER BY version.starts_on > %(today)s::date,
            abs(version.starts_on - %(today)s::date)
        LIMIT 1
    ) AS policy,
    (
        SELECT sharing.sections FROM identity_sharing AS sharing
        WHERE sharing.member_id = shown.id ORDER BY sharing.at DESC, sharing.id DESC LIMIT 1
    ) AS chosen_sections,
    (
        SELECT json_agg(
            json_build_object(
                'link_id', open.id, 'member_id', child.id, 'name', child.name,
                'member_number', child.member_number
            )
            ORDER BY open.made_at, open.id
        )
        FROM identity_childlink AS open
        JOIN members_member AS child ON child.id = open.shown_member_id
        WHERE open.member_id = own.id AND open.kind = login.kind AND open.ended_at IS NULL
            AND EXISTS (
                SELECT FROM identity_login AS other
                WHERE other.member_id = child.id AND other.kind = open.kind
                    AND other.state = 'full'
            )
    ) AS links
FROM identity_session AS session
JOIN identity_login AS login ON login.id = session.login_id
JOIN members_member AS own ON own.id = login.member_id
JOIN coops_coop AS coop ON coop.id = login.coop_id
LEFT JOIN members_guardian AS guardian ON guardian.member_id = own.id
LEFT JOIN identity_childlink AS link ON link.id = session.child_link_id
JOIN members_member AS shown ON shown.id = coalesce(link.shown_member_id, own.id)
WHERE session.key_digest = %(key_digest)s::bytea AND session.expires_at > %(at)s::timestamptz
    AND session.seen_at > %(seen_after)s::timestamptz AND login.state = 'full'
