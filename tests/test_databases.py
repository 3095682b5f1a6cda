"""The tests' own ground: databases come migrated and go without a trace."""

import asyncio
import contextlib

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
        assert _djangos() == fresh_database.name

    def test_leave_nothing_behind(self, fresh_database: databases.FreshDatabase) -> None:
        with databases.fresh() as second, psycopg.connect(second.url) as rival:
            rival.execute("CREATE TABLE kept (id int)")
        with psycopg.connect(fresh_database.url) as first:
            found = first.execute("SELECT to_regclass('kept')").fetchone()
            names = first.execute("SELECT datname FROM pg_database").fetchall()
        assert found == (None,)
        assert (second.name,) not in names

    def test_are_let_go_where_an_event_loop_has_begun_meanwhile(
        self, fresh_database: databases.FreshDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        ending = contextlib.ExitStack()
        second = ending.enter_context(databases.fresh())
        assert _djangos() == second.name

        async def end() -> None:
            ending.close()

        asyncio.run(end())
        assert _djangos() == fresh_database.name


def _djangos() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return str(cursor.fetchone()[0])
