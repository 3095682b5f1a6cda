"""Who belongs to a co-op: members, guardians, cards, suspensions and the files they come from."""
