-- Members whose folded reading is one of these names, as `kit.zengin.names.comparable` folds.
SELECT id
FROM members_member
WHERE coop_id = %(coop)s::int
    AND translate(
        upper(kana),
        'ァィゥェォャュョッヮヵヶヲヰヱヴー 　・.-''',
        'アイウエオヤユヨツワカケオイエウ'
    ) = ANY (%(names)s::text[])
ORDER BY id
LIMIT 20
