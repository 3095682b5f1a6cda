-- Sales that are no member's: whoever takes one of them back has it to himself. That no two wait
-- in a circle: in the order of their ids, and after the members' lock.
SELECT entry_id FROM purchases_purchase
WHERE entry_id = ANY(%(ids)b::uuid[])
ORDER BY entry_id
FOR NO KEY UPDATE
