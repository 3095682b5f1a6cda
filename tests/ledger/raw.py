"""Rows of the ledger as somebody with the database's password would write them."""

from datetime import timedelta
from typing import Any

from kumiai.kit import ids
from tests.ledger.world import NOON, Connection, World


class Ledger:
    """An entry without transfers, and the means to add to it."""

    def __init__(self, owner: Connection, here: World) -> None:
        self.owner, self.here = owner, here
        self.moment = NOON + timedelta(days=1)
        self.entry = ids.uuid7()
        self.add_entry()

    def add_entry(self, **changes: Any) -> None:
        row = {
            "id": self.entry,
            "coop_id": 2101,
            "kind": "top_up",
            "occurred_at": self.moment,
            "posted_at": self.moment,
            "business_date": self.moment.date(),
            "outcome": "settled",
            "receipt": b"{}",
            "flags": "",
            "mark": bytes(32),
        } | changes
        self.insert("ledger_request", id=row["id"], digest=bytes(32))
        self.insert("ledger_entry", **row)

    def transfer(self, **changes: Any) -> dict[str, Any]:
        """A good transfer of ¥100 from cash to Hanako's prepaid purse, but for the changes."""
        return {
            "entry_id": self.entry,
            "position": 1,
            "coop_id": 2101,
            "unit": "JPY",
            "debit_account_id": self.account("CASH"),
            "credit_account_id": self.account("PREPAID"),
            "amount": 100,
            "purse_id": self.account("PREPAID"),
            "purse_version": 3,
            "purse_balance": 3100,
            "posted_at": self.moment,
        } | changes

    def account(self, kind: str, *, coop_id: int = 2101) -> int:
        person = self.here.hanako if coop_id == 2101 else self.here.jiro
        holders = [person.id, self.here.callers["till"].terminal_id, 0]
        if coop_id != 2101:
            holders[1] = self.here.callers["other till"].terminal_id
        found = self.owner.execute(
            "SELECT id FROM ledger_account WHERE coop_id = %s AND kind = %s"
            " AND holder_id = ANY(%s)",
            [coop_id, kind, holders],
        ).fetchone()
        assert found
        return int(found[0])

    def insert(self, table: str, *rows: dict[str, Any], **row: Any) -> None:
        """All rows in one statement."""
        rows = rows or (row,)
        names = ", ".join(rows[0])
        places = ", ".join(["%s"] * len(rows[0]))
        values = ", ".join([f"({places})"] * len(rows))
        self.owner.execute(
            f"INSERT INTO {table} ({names}) VALUES {values}",  # type: ignore[arg-type]
            [value for each in rows for value in each.values()],
        )
