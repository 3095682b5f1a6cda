"""Packed columns arrive as what they were: PostgreSQL unpacks every value we pack."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumiai.kit import columns
from tests import databases

offsets = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
# Without a zone: hypothesis adds one.
EARLIEST, LATEST = datetime(2, 1, 1), datetime(9998, 1, 1)  # noqa: DTZ001
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "smallint": st.integers(-(2**15), 2**15 - 1),
    "int": st.integers(-(2**31), 2**31 - 1),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "bool": st.booleans(),
    "bytea": st.binary(max_size=300),
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60),
    "uuid": st.uuids(),
    "date": st.dates(),
    "timestamptz": st.datetimes(EARLIEST, LATEST, timezones=offsets),
}
NULLABLE = {"smallint", "int", "bigint", "bool", "bytea", "text", "uuid"}


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    databases.CLUSTER.enter()
    with psycopg.connect(databases.CLUSTER.url("postgres"), options="-c timezone=UTC") as one:
        yield one


def there_and_back(connection: Any, kind: str, values: list[Any]) -> list[Any]:
    statement = f"SELECT value FROM unnest(%(values)b::{kind}[]) AS value"
    packed = columns.packed(statement, {"values": values})
    cursor = psycopg.Cursor(connection)
    return [value for (value,) in cursor.execute(statement.encode(), packed).fetchall()]


class TestAColumn:
    @pytest.mark.parametrize("kind", VALUES)
    @settings(
        max_examples=50,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=st.data())
    def test_comes_back_as_it_was(self, connection: Any, kind: str, data: st.DataObject) -> None:
        one = VALUES[kind] | st.none() if kind in NULLABLE else VALUES[kind]
        values = data.draw(st.lists(one, max_size=20))
        assert there_and_back(connection, kind, values) == values

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("smallint", 2**15),
            ("int", 2**31),
            ("int", -(2**31) - 1),
            ("bigint", 2**63),
            ("int", 1.5),
            ("int", "1"),
            ("uuid", "x"),
            ("text", 1),
            ("bytea", "text"),
            ("timestamptz", datetime(2026, 11, 24)),  # noqa: DTZ001
        ],
    )
    def test_holds_nothing_that_does_not_fit(self, connection: Any, kind: str, value: Any) -> None:
        with pytest.raises(Exception):  # noqa: B017 - whatever Python says of it, before it is sent
            there_and_back(connection, kind, [value])
        assert there_and_back(connection, "int", [1]) == [1]

    def test_is_packed_only_where_the_statement_says_so(self) -> None:
        statement = "SELECT %(plain)s, %(ids)b::int[]"
        packed = columns.packed(statement, {"plain": [1], "ids": [1]})
        assert packed["plain"] == [1]
        assert isinstance(packed["ids"], columns.Ints)

    def test_goes_the_same_way_through_a_pipeline(self, connection: Any) -> None:
        at = datetime(2026, 11, 24, 3, 5, 31, 123456, UTC)
        with connection.pipeline():
            assert there_and_back(connection, "timestamptz", [at]) == [at]
            assert there_and_back(connection, "date", [date(2026, 11, 24)]) == [date(2026, 11, 24)]
