"""Databases for tests, copied from a template that is migrated once per state of the schema."""

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core import management
from django.db import connections

from kumiai.kit import embedded_postgres
from tests import cluster


def _binaries() -> Path:
    """The embedded PostgreSQL's, or those the tests were told to run on."""
    told = os.environ.get("KUMIAI_TEST_POSTGRES")
    if told:
        return Path(told)
    return embedded_postgres.binary("initdb").parent


CLUSTER = cluster.Cluster(binaries=_binaries())
_serial = itertools.count(1)


@dataclass(frozen=True)
class FreshDatabase:
    """A database of its own; `url` is for connections that are not Django's."""

    name: str
    url: str


def own_name() -> str:
    """The name of the database this test process works in."""
    return f"test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@contextlib.contextmanager
def fresh() -> Iterator[FreshDatabase]:
    """A new migrated database, Django's default while it lasts, dropped at the end."""
    with made(f"{own_name()}_{next(_serial)}") as database, current(database):
        yield database


@contextlib.contextmanager
def made(name: str) -> Iterator[FreshDatabase]:
    """Copy the template, and drop the copy at the end."""
    CLUSTER.enter()
    CLUSTER.create(name, template=_template())
    try:
        yield FreshDatabase(name, CLUSTER.url(name))
    finally:
        CLUSTER.drop(name)


@contextlib.contextmanager
def current(database: FreshDatabase) -> Iterator[None]:
    """Point Django at the database, in every thread and every child process."""
    connection = connections["default"]
    earlier = _point_django_at(database.name)
    try:
        yield
    finally:
        # Not the one that is closed next, if a browser has begun meanwhile: inside its event loop
        # Django has connections of their own.
        connection.close()
        _point_django_at(earlier)


def _point_django_at(name: str) -> str:
    connection = connections["default"]
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    earlier = str(connection.settings_dict["NAME"])
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = CLUSTER.url(name)
    return earlier


def _template() -> str:
    """The migrated template, made by whoever comes first while the others wait."""
    name = cluster.template_name()
    with CLUSTER.administer() as administrator:
        administrator.execute("SELECT pg_advisory_lock(hashtext('kumiai template'))")
        found = administrator.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            _migrate(f"making_{name}")
            administrator.execute(f"ALTER DATABASE making_{name} RENAME TO {name}")
    return name


def _migrate(name: str) -> None:
    CLUSTER.drop(name)
    CLUSTER.create(name, template="template0")
    earlier = _point_django_at(name)
    try:
        management.call_command("migrate", verbosity=0)
    finally:
        _point_django_at(earlier)
