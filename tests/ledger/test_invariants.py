"""What the database itself refuses, whoever asks and however: the last line of I1 to I10."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import errors

from kumiai.kit import ids
from kumiai.ledger import actions as ledger
from tests import cast
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.raw import Ledger
from tests.ledger.world import NOON, Connection, World

Refusal = type[psycopg.Error]
IMMUTABLE = (
    "ledger_entry",
    "ledger_transfer",
    "ledger_request",
    "ledger_dayclose",
    "purchases_purchase",
    "purchases_purchaseline",
)


@pytest.fixture(scope="module")
def here(module_database: FreshDatabase) -> World:
    """Hanako holds ¥3,000 after one top-up and one sale of a closed day."""
    made = world.make()
    till = made.callers["till"]
    with world.connect(module_database.url) as connection:
        asked = [
            world.asked(till, world.top_up(made.hanako, 3480)),
            world.asked(till, world.sale(made.hanako, world.line(480))),
            world.asked(made.callers["other till"], world.top_up(made.jiro, 500)),
        ]
        world.post(connection, asked)
    ledger.close_day(coop_id=2101, business_date=world.TODAY, at=NOON, by=cast.OPERATOR)
    return made


@pytest.fixture
def owner(here: World, module_database: FreshDatabase) -> Iterator[Connection]:
    """The owner of the tables, in a transaction that is rolled back."""
    with psycopg.connect(module_database.url) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def books(owner: Connection, here: World) -> Ledger:
    return Ledger(owner, here)


class TestATransfer:
    def test_that_follows_is_taken(self, books: Ledger) -> None:
        """The one from which all refused ones differ."""
        books.insert("ledger_transfer", **books.transfer())
        assert world.purses(books.owner, books.here.hanako)["PREPAID"] == (3100, 3)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"amount": 0}, errors.CheckViolation),
            ({"amount": -100}, errors.CheckViolation),
            ({"unit": "POINT_TENTHS"}, errors.IntegrityError),
            ({"coop_id": 1175}, errors.IntegrityError),
            ({"purse_version": 2}, errors.IntegrityError),
            ({"purse_version": 4}, errors.IntegrityError),
            ({"purse_version": None}, errors.IntegrityError),
            ({"purse_version": None, "purse_balance": None}, errors.IntegrityError),
            ({"purse_balance": None}, errors.IntegrityError),
            ({"purse_balance": 3101}, errors.IntegrityError),
            ({"purse_balance": -1}, errors.CheckViolation),
            (
                {"purse_id": None, "purse_version": None, "purse_balance": None},
                errors.IntegrityError,
            ),
            ({"posted_at": NOON - timedelta(days=1)}, errors.IntegrityError),
            ({"entry_id": ids.uuid7()}, errors.ForeignKeyViolation),
        ],
    )
    def test_that_does_not_follow_is_refused(
        self, books: Ledger, changes: dict[str, Any], refusal: Refusal
    ) -> None:
        with pytest.raises(refusal):
            books.insert("ledger_transfer", **books.transfer(**changes))

    @pytest.mark.parametrize("side", ["debit_account_id", "credit_account_id"])
    def test_never_crosses_co_ops(self, books: Ledger, side: str) -> None:
        other = books.account("CASH" if side == "debit_account_id" else "PREPAID", coop_id=1175)
        changes = {side: other} | ({} if side == "debit_account_id" else {"purse_id": other})
        with pytest.raises(errors.IntegrityError):
            books.insert("ledger_transfer", **books.transfer(**changes))

    def test_never_mixes_points_and_yen(self, books: Ledger) -> None:
        points = books.account("POINTS_GRANTED")
        row = books.transfer(debit_account_id=points)
        with pytest.raises(errors.IntegrityError):
            books.insert("ledger_transfer", **row)

    def test_never_touches_two_purses(self, books: Ledger) -> None:
        row = books.transfer(debit_account_id=books.account("UNCOLLECTED"))
        with pytest.raises(errors.IntegrityError):
            books.insert("ledger_transfer", **row)

    def test_has_two_sides(self, books: Ledger) -> None:
        row = books.transfer(debit_account_id=books.account("PREPAID"))
        with pytest.raises(errors.IntegrityError):
            books.insert("ledger_transfer", **row)

    def test_never_takes_a_purse_below_zero(self, books: Ledger) -> None:
        row = books.transfer(
            debit_account_id=books.account("PREPAID"),
            credit_account_id=books.account("SALES"),
            amount=3001,
            purse_balance=-1,
        )
        with pytest.raises(errors.CheckViolation):
            books.insert("ledger_transfer", **row)

    def test_names_no_purse_where_it_touches_none(self, books: Ledger) -> None:
        sold = {"credit_account_id": books.account("SALES")}
        books.insert(
            "ledger_transfer",
            **books.transfer(**sold, purse_id=None, purse_version=None, purse_balance=None),
        )
        for wrong in (
            {},
            {"purse_id": None},
            {"purse_id": None, "purse_version": None},
            {"purse_id": None, "purse_balance": None},
        ):
            with pytest.raises(errors.IntegrityError), books.owner.transaction():
                books.insert("ledger_transfer", **books.transfer(**sold, **wrong, position=2))

    def test_hides_nothing_among_its_neighbours(self, books: Ledger) -> None:
        """Two in one statement: the second is right, the first says no balance or version."""
        second = books.transfer(position=2, purse_version=4, purse_balance=3200)
        for wrong in ({"purse_balance": None}, {"purse_version": None}, {"purse_version": 4}):
            with pytest.raises(errors.IntegrityError), books.owner.transaction():
                books.insert("ledger_transfer", books.transfer(**wrong), second)
        books.insert("ledger_transfer", second, books.transfer())
        assert world.purses(books.owner, books.here.hanako)["PREPAID"] == (3200, 4)


class TestAnEntry:
    def test_has_one_id_for_ever(self, books: Ledger) -> None:
        with pytest.raises(errors.UniqueViolation):
            books.add_entry()

    def test_has_a_request(self, books: Ledger) -> None:
        with pytest.raises(errors.ForeignKeyViolation):
            books.owner.execute(
                "INSERT INTO ledger_entry (id, coop_id, kind, occurred_at, posted_at,"
                " business_date, outcome, receipt, flags, mark)"
                " VALUES (%s, 2101, 'x', %s, %s, %s, 'settled', '', '', '')",
                [ids.uuid7(), books.moment, books.moment, books.moment.date()],
            )

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"outcome": "perhaps"}, errors.CheckViolation),
            ({"business_date": world.TODAY}, errors.IntegrityError),
            ({"business_date": world.TODAY - timedelta(days=400)}, errors.IntegrityError),
            ({"coop_id": 9999}, errors.ForeignKeyViolation),
            ({"reverses_id": ids.uuid7()}, errors.ForeignKeyViolation),
        ],
    )
    def test_that_cannot_be_is_refused(
        self, books: Ledger, changes: dict[str, Any], refusal: Refusal
    ) -> None:
        with pytest.raises(refusal):
            books.add_entry(id=ids.uuid7(), **changes)

    def test_is_of_a_terminal_of_its_co_op(self, books: Ledger) -> None:
        elsewhere = books.here.callers["other till"].terminal_id
        with pytest.raises(errors.ForeignKeyViolation):
            books.add_entry(id=ids.uuid7(), terminal_id=elsewhere)


class TestRows:
    @pytest.mark.parametrize("table", IMMUTABLE)
    @pytest.mark.parametrize("verb", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_are_never_removed(self, owner: Connection, table: str, verb: str) -> None:
        with pytest.raises(errors.RestrictViolation):
            owner.execute(verb.format(table))  # type: ignore[arg-type]

    @pytest.mark.parametrize("table", IMMUTABLE)
    def test_are_never_changed(self, owner: Connection, table: str) -> None:
        columns = owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
        ).fetchall()
        assert columns
        for (column,) in columns:
            with pytest.raises(errors.RestrictViolation), owner.transaction():
                owner.execute(f"UPDATE {table} SET {column} = {column}")  # type: ignore[arg-type]


class TestAPurse:
    @pytest.mark.parametrize("column", ["balance", "version", "posted_at", "kind", "holder_id"])
    def test_changes_only_with_its_transfers(self, owner: Connection, column: str) -> None:
        with pytest.raises(errors.RestrictViolation):
            owner.execute(f"UPDATE ledger_account SET {column} = {column}")  # type: ignore[arg-type]

    @pytest.mark.parametrize("verb", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_is_never_removed(self, owner: Connection, verb: str) -> None:
        with pytest.raises(errors.RestrictViolation):
            owner.execute(verb.format("ledger_account"))  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "changes",
        [
            {"balance": 1},
            {"version": 1},
            {"posted_at": NOON},
            {"balance": None},
            {"version": None},
            {"balance": -1},
            {"kind": "CASH"},
        ],
    )
    def test_is_born_empty(self, books: Ledger, changes: dict[str, Any]) -> None:
        new = {"coop_id": 2101, "kind": "PREPAID", "unit": "JPY", "holder_id": 77}
        new |= {"balance": 0, "version": 0}
        with pytest.raises(errors.IntegrityError), books.owner.transaction():
            books.insert("ledger_account", **new | changes)
        books.insert("ledger_account", **new)

    def test_is_one_of_its_kind(self, books: Ledger) -> None:
        with pytest.raises(errors.UniqueViolation):
            books.insert(
                "ledger_account",
                coop_id=2101,
                kind="PREPAID",
                unit="JPY",
                holder_id=books.here.hanako.id,
                balance=0,
                version=0,
            )


class TestADay:
    @pytest.mark.parametrize("days", [-400, -1, 0])
    def test_is_closed_in_order_and_once(self, books: Ledger, days: int) -> None:
        with pytest.raises(errors.IntegrityError):
            books.insert(
                "ledger_dayclose",
                coop_id=2101,
                business_date=world.TODAY + timedelta(days=days),
                closed_at=NOON,
                sums="[]",
                entry_count=0,
                content_digest=bytes(32),
                previous_seal=bytes(32),
                seal=bytes(32),
            )
