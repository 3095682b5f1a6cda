"""The tenant: a co-op with its stores, terminals, calendar, policy and the acts of its staff."""
