-- All days of a co-op at once are more than a page asks for: without this, a million receipts are
-- sorted on the disk, four times as slowly. For this transaction only.
SELECT set_config('work_mem', '64MB', true)
