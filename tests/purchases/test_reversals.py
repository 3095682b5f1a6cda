"""What the database refuses of reversals, whoever writes them and whatever the code believes."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from psycopg import errors

from kumiai.kit import ids
from tests.ledger import world
from tests.ledger.world import NOON, Connection
from tests.purchases.counter import Counter

THREE = world.line(1000, quantity=3, genre="books")
DISCOUNT = world.line(-100, quantity=2)
NOTHING = dict.fromkeys(
    (
        *("total_yen", "meal_card_yen", "prepaid_yen", "cash_yen", "other_yen", "meal_lapsed_yen"),
        *("debt_recovered_yen", "debt_added_yen", "points_taken_back_tenths"),
        *("points_redeemed_tenths", "points_yen"),
    ),
    0,
)


class Forger:
    """Somebody with the database's password, in a transaction that comes to nothing."""

    def __init__(self, counter: Counter, original: UUID) -> None:
        self.connection: Connection = counter.connection
        self.caller = counter.here.callers["till"]
        self.original, self.member_id = original, counter.hanako.id

    def reverse(self, *lines: tuple[int, int, int], **changes: Any) -> UUID:
        """A reversal as a row, with its entry, and its lines: position, quantity, yen."""
        entry_id = ids.uuid7()
        row = NOTHING | {
            "entry_id": entry_id,
            "coop_id": self.caller.coop_id,
            "original_id": self.original,
            "number": 1,
            "is_top_up": False,
            "member_id": self.member_id,
            "store_id": self.caller.store_id,
            "terminal_id": self.caller.terminal_id,
            "occurred_at": NOON,
            "posted_at": NOON,
            "reason": "",
            "cashier": "",
            "mark": bytes(32),
        }
        row |= changes
        self._add_entry(entry_id, self.original)
        self._insert("purchases_reversal", row)
        self.add_lines(entry_id, *lines)
        return entry_id

    def add_lines(self, entry_id: UUID, *lines: tuple[int, int, int]) -> None:
        names = ("reversal_id", "position", "quantity", "amount_yen")
        rows = [dict(zip(names, (entry_id, *line), strict=True)) for line in lines]
        if rows:
            self._insert("purchases_reversalline", *rows)

    def _add_entry(self, entry_id: UUID, original: UUID) -> None:
        self._insert("ledger_request", {"id": entry_id, "digest": bytes(32)})
        entry = {
            "id": entry_id,
            "coop_id": self.caller.coop_id,
            "kind": "reversal",
            "terminal_id": self.caller.terminal_id,
            "holder_id": self.member_id,
            "occurred_at": NOON,
            "posted_at": NOON,
            "business_date": NOON.date(),
            "outcome": "settled",
            "receipt": b"{}",
            "reverses_id": original,
            "flags": "",
            "mark": bytes(32),
        }
        self._insert("ledger_entry", entry)

    def _insert(self, table: str, *rows: dict[str, Any]) -> None:
        places = ", ".join(["%s"] * len(rows[0]))
        values = ", ".join([f"({places})"] * len(rows))
        self.connection.execute(
            f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {values}",  # type: ignore[arg-type]
            [value for row in rows for value in row.values()],
        )


@pytest.fixture
def forger(counter: Counter) -> Iterator[Forger]:
    """A sale for ¥900: three books for ¥1,000, a discount of ¥100, ¥600 of it in cash."""
    counter.top_up(counter.hanako, 300)
    sale = counter.sell(counter.hanako, THREE, DISCOUNT, tenders=("prepaid", "cash"))
    with counter.connection.transaction(force_rollback=True):
        yield Forger(counter, sale)


CASH_333 = {"total_yen": 333, "cash_yen": 333}
ALL = {"total_yen": 900, "cash_yen": 600, "prepaid_yen": 300}
ALL_LINES = ((1, 3, 1000), (2, 2, -100))

WRONG: dict[str, tuple[tuple[tuple[int, int, int], ...], dict[str, Any]]] = {
    "a gap before it": (((1, 1, 333),), CASH_333 | {"number": 2}),
    "more than a tender paid": (((1, 3, 1000), (2, 2, -100)), {"total_yen": 900, "cash_yen": 900}),
    "a tender that did not pay": (((1, 1, 333),), {"total_yen": 333, "other_yen": 333}),
    "tenders that are not the total": (((1, 1, 333),), {"total_yen": 333, "cash_yen": 332}),
    "more points than earned": (((1, 1, 333),), CASH_333 | {"points_taken_back_tenths": 301}),
    "more points as yen": (((1, 1, 333),), CASH_333 | {"points_redeemed_tenths": 301}),
    "points below zero": (((1, 1, 333),), CASH_333 | {"points_taken_back_tenths": -1}),
    "more owed than taken": (((1, 1, 333),), CASH_333 | {"debt_added_yen": 1}),
    "more to the debt than prepaid": (((1, 1, 333),), CASH_333 | {"debt_recovered_yen": 1}),
    "a meal that was none": (((1, 1, 333),), CASH_333 | {"meal_lapsed_yen": 1}),
    "more pieces than sold": (((1, 4, 900),), ALL),
    "no pieces": (((1, 0, 333),), CASH_333),
    "a line that is not there": (((3, 1, 333),), CASH_333),
    "more than the line": (((1, 2, 1001), (2, 1, -101)), ALL),
    "all pieces for less": (((1, 3, 999), (2, 1, -99)), ALL),
    "an amount across zero": (((1, 1, 330), (2, 1, 3)), CASH_333),
    "lines that are not the total": (((1, 1, 332),), CASH_333),
    "another co-op": (((1, 1, 333),), CASH_333 | {"coop_id": 1175}),
    "another member": (((1, 1, 333),), CASH_333 | {"member_id": 0}),
    "no member": (((1, 1, 333),), CASH_333 | {"member_id": None}),
    "another store": (((1, 1, 333),), CASH_333 | {"store_id": 0}),
    "another terminal": (((1, 1, 333),), CASH_333 | {"terminal_id": 0}),
    "another original": (((1, 1, 333),), CASH_333 | {"original_id": ids.uuid7()}),
    "a top-up that was a sale": ((), CASH_333 | {"is_top_up": True}),
}


class TestAReversal:
    def test_is_taken_as_it_should_be(self, forger: Forger) -> None:
        forger.reverse((1, 1, 333), **CASH_333)
        rest = {"total_yen": 567, "cash_yen": 267, "prepaid_yen": 300, "number": 2}
        forger.reverse((1, 2, 667), (2, 2, -100), points_taken_back_tenths=300, **rest)

    @pytest.mark.parametrize(("lines", "changes"), WRONG.values(), ids=WRONG)
    def test_is_refused_with(
        self, forger: Forger, lines: tuple[tuple[int, int, int], ...], changes: dict[str, Any]
    ) -> None:
        with pytest.raises(errors.IntegrityError):
            forger.reverse(*lines, **changes)

    def test_is_refused_a_second_time(self, forger: Forger) -> None:
        forger.reverse(*ALL_LINES, **ALL)
        with pytest.raises(errors.UniqueViolation), forger.connection.transaction():
            forger.reverse(*ALL_LINES, **ALL)
        with pytest.raises(errors.IntegrityError), forger.connection.transaction():
            forger.reverse(*ALL_LINES, **ALL | {"number": 2})
        with pytest.raises(errors.IntegrityError), forger.connection.transaction():
            forger.reverse((1, 1, 0), number=2)

    def test_gets_no_line_later(self, forger: Forger) -> None:
        entry_id = forger.reverse((1, 1, 333), **CASH_333)
        with pytest.raises(errors.IntegrityError), forger.connection.transaction():
            forger.add_lines(entry_id, (2, 1, -50))
        with pytest.raises(errors.IntegrityError), forger.connection.transaction():
            forger.add_lines(ids.uuid7(), (1, 1, 333))

    @pytest.mark.parametrize("table", ["purchases_reversal", "purchases_reversalline"])
    @pytest.mark.parametrize(
        "change", ["UPDATE {} SET cashier = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
    )
    def test_stays_as_it_is(self, forger: Forger, table: str, change: str) -> None:
        if table.endswith("line"):
            change = change.replace("cashier = ''", "quantity = quantity")
        with pytest.raises(errors.RestrictViolation):
            forger.connection.execute(change.format(table))  # type: ignore[arg-type]

    def test_of_a_top_up_is_refused_a_second_time(self, counter: Counter) -> None:
        of = counter.top_up(counter.hanako, 500)
        counter.reverse(of)
        half = {"is_top_up": True, "total_yen": 500, "cash_yen": 500}
        with counter.connection.transaction(force_rollback=True):
            forger = Forger(counter, of)
            for number in (1, 2):
                with pytest.raises(errors.IntegrityError), counter.connection.transaction():
                    forger.reverse(number=number, **half)


class TestAMealReturn:
    def test_stays_as_it_is(self, forger: Forger) -> None:
        for change in ("UPDATE meals_mealreturn SET date = date", "DELETE FROM meals_mealreturn"):
            with pytest.raises(errors.RestrictViolation), forger.connection.transaction():
                forger.connection.execute(change)

    def test_is_of_a_day_and_an_entry(self, forger: Forger, counter: Counter) -> None:
        insert = (
            "INSERT INTO meals_mealreturn (entry_id, coop_id, member_id, date, amount_yen)"
            " VALUES (%s, 2101, %s, %s, 100)"
        )
        forger.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for entry_id in (ids.uuid7(), forger.original):
            row = [entry_id, counter.hanako.id, NOON.date()]
            with pytest.raises(errors.ForeignKeyViolation), forger.connection.transaction():
                forger.connection.execute(insert, row)
