-- Whether the card of a member number was held at a till or top-up machine since a moment: looked
-- up there, or the last thing that moved one of its purses. Nobody's number: false.
SELECT EXISTS (
       SELECT FROM members_member AS member
         JOIN identity_cardtap AS tap ON tap.member_id = member.id
        WHERE member.member_number = %(member_number)s::text
          AND tap.at > %(since)s::timestamptz
          AND tap.at <= %(at)s::timestamptz)
    OR EXISTS (
       SELECT FROM members_member AS member
         JOIN ledger_account AS purse
           ON purse.coop_id = member.coop_id AND purse.holder_id = member.id
         JOIN ledger_transfer AS move
           ON move.purse_id = purse.id AND move.purse_version = purse.version
         JOIN ledger_entry AS entry ON entry.id = move.entry_id
         JOIN coops_terminal AS terminal ON terminal.id = entry.terminal_id
        WHERE member.member_number = %(member_number)s::text
          AND purse.posted_at > %(since)s::timestamptz
          AND entry.kind IN ('purchase', 'top_up', 'collection')
          AND entry.occurred_at > %(since)s::timestamptz
          AND entry.occurred_at <= %(at)s::timestamptz
          AND terminal.kind IN ('till', 'top_up_machine'))
