SELECT (SELECT count(*) FROM ledger_entry),
    (SELECT count(*) FROM ledger_transfer),
    (SELECT count(*) FROM ledger_account WHERE version IS NOT NULL),
    (SELECT count(*) FROM ledger_dayclose)
