-- Purses are updated in place at every payment: room in their pages keeps those updates from
-- touching an index (heap-only tuples).
ALTER TABLE ledger_account SET (fillfactor = 60);
