-- An address to which a mail went out is not dead.
DELETE FROM mail_flaggedaddress AS flagged
 USING mail_message AS message
 WHERE message.id = ANY (%(ids)s::bigint[])
   AND message.state = 'sent'
   AND flagged.coop_id = message.coop_id
   AND flagged.address = message.to_address
