"""The tests' own ground: databases come migrated and go without a trace."""

import psycopg
import pytest
from django.db import connection

from tests import databases


class TestDatabases:
    @pytest.mark.django_db
    def test_come_migrated(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] > 0

    def test_are_djangos_default_while_they_last(
        self, fresh_database: databases.FreshDatabase
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == (fresh_database.name,)

    def test_leave_nothing_behind(self, fresh_database: databases.FreshDatabase) -> None:
        with databases.fresh() as second, psycopg.connect(second.url) as rival:
            rival.execute("CREATE TABLE kept (id int)")
        with psycopg.connect(fresh_database.url) as first:
            found = first.execute("SELECT to_regclass('kept')").fetchone()
            names = first.execute("SELECT datname FROM pg_database").fetchall()
        assert found == (None,)
        assert (second.name,) not in names
