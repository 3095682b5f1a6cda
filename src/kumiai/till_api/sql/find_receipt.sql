SELECT receipt FROM ledger_entry WHERE id = %(id)s::uuid AND coop_id = %(coop)s::int
