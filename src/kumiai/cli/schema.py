"""Whether the database has the tables this version works with."""

import contextlib
from collections.abc import Iterator

import django
from django.core import management
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kumiai.cli import database, refusal


@contextlib.contextmanager
def ready() -> Iterator[str]:
    """A running database and Django set up on it, for commands that work through the rooms.

    Yields the database's address. Refused where a migration has not been applied.
    """
    with database.running() as url:
        django.setup()
        try:
            if is_behind():
                raise refusal.Refused(
                    "データベースの更新が必要です。先に「kumiai migrate」を実行してください。",
                    "The database is not up to date: run `kumiai migrate` first.",
                )
            yield url
        finally:
            connections.close_all()


def is_behind() -> bool:
    """Whether a migration waits to be applied."""
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date(*, verbosity: int = 0) -> None:
    """Apply every migration that waits, on a database that runs."""
    django.setup()
    management.call_command("migrate", interactive=False, verbosity=verbosity)
    connections.close_all()
