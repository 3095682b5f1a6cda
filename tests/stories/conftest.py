"""Stories: one file per row of the guide, against a running installation, in a real browser.

Each worker has one installation for all its stories. A story makes its own members (`numbers`
hands out fresh member numbers), so stories do not meet.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests import cast, databases
from tests.stories import browser as browsers
from tests.stories import servers


@dataclass(frozen=True)
class World:
    """A running installation with both co-ops of the cast."""

    servers: servers.Servers
    database: databases.FreshDatabase
    coop: cast.Coop
    other_coop: cast.Coop


@dataclass(frozen=True)
class Registered:
    """Somebody with a full login: a member, or a member's guardian."""

    person: cast.Person
    login_id: str


@pytest.fixture(scope="session")
def _installation(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    with django_db_blocker.unblock(), databases.made(databases.own_name() + "_stories") as database:
        with databases.current(database):
            coop, other_coop = cast.coop_2101(), cast.other_coop()
        with servers.running(database_url=database.url) as running:
            yield World(running, database, coop, other_coop)


@pytest.fixture
def world(
    _installation: World,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """The installation; Django in the test looks at the same database."""
    # Playwright leaves an event loop running in this thread; Django must not mind.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock(), databases.current(_installation.database):
        yield _installation


@pytest.fixture(scope="session")
def numbers() -> Callable[..., str]:
    """Member numbers nobody has yet: `numbers()`, or `numbers(joined=2016)`, `coop=1175`."""
    serial = itertools.count(1000)

    def fresh(*, joined: int = 2025, coop: int = 2101) -> str:
        return f"{coop}{joined % 100:02}{next(serial):06}"

    return fresh


@pytest.fixture
def hanako(world: World, numbers: Callable[..., str]) -> Registered:
    """Hanako, new in each story, fully registered and without any money."""
    person = cast.hanako(world.coop, member_number=numbers())
    return _registered(person, f"hanako.{person.member_number}")


@pytest.fixture
def mother(hanako: Registered) -> Registered:
    """Her guardian, with a login of her own."""
    return _registered(hanako.person, f"yoko.{hanako.person.member_number}", kind="guardian")


@pytest.fixture
def taro(world: World, numbers: Callable[..., str]) -> Registered:
    """Her classmate, who must never see what is hers."""
    person = cast.taro(world.coop, member_number=numbers())
    return _registered(person, f"taro.{person.member_number}")


@pytest.fixture
def jiro(world: World, numbers: Callable[..., str]) -> Registered:
    """Somebody of the other co-op."""
    person = cast.jiro(world.other_coop, member_number=numbers(coop=1175))
    return _registered(person, f"jiro.{person.member_number}")


def _registered(person: cast.Person, login_id: str, *, kind: str = "member") -> Registered:
    cast.full_login(person, login_id=login_id, kind=kind)
    return Registered(person, login_id)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of one module: while it runs, asyncio in this thread belongs to it."""
    with browsers.chromium() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    """At a desk, 1280 pixels wide."""
    with browsers.at_desk(browser, world.servers.pages_url) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, world: World) -> Iterator[Page]:
    """On a phone, 360 pixels wide."""
    with browsers.on_phone(browser, world.servers.pages_url) as page:
        yield page


@pytest.fixture
def phone_without_javascript(browser: Browser, world: World) -> Iterator[Page]:
    with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as page:
        yield page
