"""`kumiai prove-books`: change one row behind the ledger's back, and it names it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from click.testing import CliRunner, Result
from django.db import DataError, IntegrityError, connection, transaction

from kumiai.cli import __main__ as command
from kumiai.cli import proof
from tests.databases import FreshDatabase
from tests.ledger import lively
from tests.ledger.lively import Answers

# Another value of a column, by its type.
OTHER = {
    "integer": "{column} + 1",
    "bigint": "coalesce({column}, 0) + 1",
    "smallint": "{column} + 1",
    "text": "coalesce(regexp_replace({column}, '.?$', 'x'), 'x')",
    "character varying": "regexp_replace({column}, '.?$', 'x')",
    "bytea": r"{column} || '\x20'::bytea",
    "date": "{column} + 1",
    "timestamp with time zone": "coalesce({column}, now()) + interval '1 second'",
    "boolean": "NOT {column}",
    "uuid": "gen_random_uuid()",
    "jsonb": "'[]'::jsonb",
}
# One row of every sort of each table: what its sort is, and how its entry or itself is named.
EVENT = "(SELECT concat_ws(' ', kind, outcome, flags, business_date) FROM ledger_entry e"
DEBIT = "(SELECT kind FROM ledger_account a WHERE a.id = row.debit_account_id)"
SORTS = {
    "ledger_entry": ("concat_ws(' ', kind, outcome, flags, business_date)", "id"),
    "ledger_request": (f"{EVENT} WHERE e.id = row.id)", "id"),
    "ledger_transfer": (f"{DEBIT} || ' ' || {EVENT} WHERE e.id = row.entry_id)", "entry_id"),
    "ledger_account": ("kind || CASE WHEN version > 0 THEN ' moved' ELSE '' END", "id"),
    "ledger_dayclose": ("concat_ws(' ', 'close', coop_id)", "business_date"),
    "ledger_sequencecheck": ("concat_ws(' ', 'check', coop_id)", "business_date"),
    "purchases_purchase": (f"{EVENT} WHERE e.id = row.entry_id)", "entry_id"),
    "purchases_purchaseline": (f"{EVENT} WHERE e.id = row.purchase_id)", "purchase_id"),
    "purchases_offlinesale": (f"{EVENT} WHERE e.id = row.entry_id)", "entry_id"),
    "purchases_reversal": (f"is_top_up || ' ' || {EVENT} WHERE e.id = row.entry_id)", "entry_id"),
    "purchases_reversalline": (f"{EVENT} WHERE e.id = row.reversal_id)", "reversal_id"),
    "wallet_uncollected": ("concat_ws(' ', source, remaining_yen, asked_on)", "entry_id"),
    "wallet_collectedpart": (f"{EVENT} WHERE e.id = row.entry_id)", "entry_id"),
    "meals_mealuse": ("concat_ws(' ', 'use', date)", "entry_id"),
    "meals_mealreturn": ("concat_ws(' ', 'return', date)", "entry_id"),
    "meals_mealday": ("concat_ws(' ', 'day', date)", "date"),
}
# Told once, and written nowhere a second time.
TOLD_ONCE = {("wallet_uncollected", "asked_on"), ("meals_mealday", "limit_yen")}
# A number that says nothing; and a side of the co-op that nothing has touched.
MEANS_NOTHING = {
    *(("ledger_dayclose", "id"), ("ledger_sequencecheck", "id"), ("wallet_collectedpart", "id"))
}


@dataclass(frozen=True)
class Change:
    """One changed or removed row, and whether it was named."""

    table: str
    column: str
    sort: str
    named: str
    lies: tuple[str, ...]

    def is_told_once(self) -> bool:
        place = (self.table, self.column)
        untouched = self.table == "ledger_account" and self.sort.isupper()
        return place in TOLD_ONCE | MEANS_NOTHING or (untouched and not self.lies)


@pytest.fixture(scope="module")
def days(module_database: FreshDatabase) -> tuple[Answers, Answers]:
    return lively.live(module_database.url)


@pytest.fixture
def as_superuser(days: tuple[Answers, Answers]) -> Iterator[None]:
    """Django's connection as somebody whom no trigger and no foreign key stops."""
    settings = connection.settings_dict
    connection.close()
    owner, settings["USER"] = settings["USER"], "postgres"
    yield
    connection.close()
    settings["USER"] = owner


def prove_books() -> Result:
    return CliRunner().invoke(command.main, ["prove-books"], catch_exceptions=False)


def changed(table: str, *, only: str = "", most: int | None = None) -> Iterator[Change]:
    """Change every column of a row of every sort, or one, and remove it; each for itself.

    `most` is how many lies are asked for.
    """
    sort, name = SORTS[table]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        columns = cursor.fetchall()
        cursor.execute(
            f"SELECT DISTINCT ON (sort) row.ctid::text, {sort} AS sort, row.{name}::text"
            f" FROM {table} AS row ORDER BY sort"
        )
        rows = cursor.fetchall()
    for place, found, named in rows:
        where = f"WHERE ctid = '{place}'"
        for column, kind in columns:
            if only not in ("", column):
                continue
            other = OTHER[kind].format(column=column)
            lies = _lies_after(f"UPDATE {table} SET {column} = {other} {where}", most)
            if lies is not None:
                yield Change(table, column, found, named, lies)
        if not only:
            lies = _lies_after(f"DELETE FROM {table} {where}", most)
            yield Change(table, "*", found, named, lies or ())


def _lies_after(statement: str, most: int | None) -> tuple[str, ...] | None:
    """The rows that prove-books names after the change; None where a constraint refuses it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        try:
            with transaction.atomic():
                cursor.execute(statement)
        except (IntegrityError, DataError):
            return None
        lies = tuple(lie.row for lie in itertools.islice(proof.lies(), most))
        transaction.set_rollback(True)
    return lies


class TestProveBooks:
    def test_says_that_the_books_are_right(self, days: tuple[Answers, Answers]) -> None:
        result = prove_books()
        assert result.exit_code == 0
        assert "帳簿は正しく" in result.stdout
        assert "2 sealed days" in result.stdout

    @pytest.mark.parametrize("table", SORTS)
    def test_names_what_was_changed(self, as_superuser: None, table: str) -> None:
        changes = list(changed(table, most=1))
        assert len(changes) > 5
        unnoticed = [c for c in changes if not c.lies and not c.is_told_once()]
        assert unnoticed == []

    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("ledger_transfer", "amount"),
            ("ledger_entry", "posted_at"),
            ("purchases_purchase", "points_earned_tenths"),
            ("purchases_purchaseline", "amount_yen"),
            ("ledger_account", "balance"),
            ("meals_mealday", "used_yen"),
        ],
    )
    def test_names_the_very_row(self, as_superuser: None, table: str, column: str) -> None:
        changes = list(changed(table, only=column))
        assert changes
        for change in changes:
            assert any(change.named in row for row in change.lies), change

    def test_ends_with_one_where_a_row_lies(
        self, as_superuser: None, days: tuple[Answers, Answers]
    ) -> None:
        """Committed, by the owner with the triggers off, as somebody with the password would."""
        entry = days[1]["sale"]["id"]
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE purchases_purchaseline DISABLE TRIGGER USER")
            cursor.execute(
                "UPDATE purchases_purchaseline SET amount_yen = amount_yen + 1"
                " WHERE purchase_id = %s AND position = 1",
                [entry],
            )
        result = prove_books()
        assert result.exit_code == 1
        assert entry in result.stderr
        assert "明細の合計が購入の合計と違います" in result.stderr
        assert "do not add up" in result.stderr
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE purchases_purchaseline SET amount_yen = amount_yen - 1"
                " WHERE purchase_id = %s AND position = 1",
                [entry],
            )
        assert prove_books().exit_code == 0
