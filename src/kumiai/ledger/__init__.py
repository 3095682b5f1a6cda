"""The ledger: accounts and transfers, the only place where money moves."""
