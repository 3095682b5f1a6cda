-- What a member wants of the page about nutrition, and how old they are.
SELECT member.birth_date, coalesce(choice.sex, ''), coalesce(choice.activity, '')
FROM members_member AS member
LEFT JOIN meals_nutritionchoice AS choice
    ON choice.coop_id = member.coop_id AND choice.member_id = member.id
WHERE member.coop_id = %(coop)s::int AND member.id = %(member)s::bigint
