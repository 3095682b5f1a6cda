"""What every test stands on: settings, one PostgreSQL, and databases made from a template.

Tests marked `django_db` run in a transaction that is rolled back. A test that needs several
connections, or must see committed rows, asks for `fresh_database` instead.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import django
import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.turns import Turns

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
# Before Django reads them: no test sees the settings, or the data, of whoever runs it. Workers
# inherit what the first process has set.
if not IS_WORKER:
    for name in [name for name in os.environ if name.startswith("KUMIAI_") and "_TEST" not in name]:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "kumiai.config.settings"
    os.environ["KUMIAI_DATA"] = tempfile.mkdtemp(prefix="kumiai-test-data-")
    os.environ["DATABASE_URL"] = databases.CLUSTER.url(databases.own_name())
# A machine that is busy with other workers is no finding.
hypothesis.settings.register_profile("kumiai", deadline=None)
hypothesis.settings.load_profile("kumiai")
# At once, and not when pytest-django would: conftest files further down import models.
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not IS_WORKER:
        shutil.rmtree(os.environ["KUMIAI_DATA"], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Turns:
    return Turns(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", ())
        if (mark and mark.kwargs.get("transaction")) or "transactional_db" in fixtures:
            raise pytest.UsageError(
                f"{item.nodeid}: the ledger's tables cannot be emptied after a test;"
                " use the fixture fresh_database for committed rows"
            )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The worker's own database, as the migrations leave it."""
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            database = stack.enter_context(databases.made(databases.own_name()))
        stack.enter_context(databases.current(database))
        yield


@pytest.fixture
def fresh_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[databases.FreshDatabase]:
    """A migrated database for this test alone: commit, open connections and threads at will.

    Django's default connection is on it, in every thread; `fresh_database.url` is its address.
    """
    with django_db_blocker.unblock(), databases.fresh() as database:
        yield database


@pytest.fixture(scope="module")
def module_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[databases.FreshDatabase]:
    """As `fresh_database`, shared by the tests of one module."""
    with django_db_blocker.unblock(), databases.fresh() as database:
        yield database
