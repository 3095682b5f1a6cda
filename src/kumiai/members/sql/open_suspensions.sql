-- Which of these members are stopped. Asked after their cards are locked: a suspension that the
-- lock has waited for is committed by then, and only a new statement sees it.
SELECT member_id, suspended_at
  FROM members_suspension
 WHERE member_id = ANY(%(members)b::bigint[]) AND lifted_at IS NULL
