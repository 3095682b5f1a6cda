"""What purses held at any moment of the past, against every answer that was given."""

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumiai.kit import clock
from kumiai.ledger import queries
from kumiai.ledger.accounts import Kind
from kumiai.ledger.queries import PurseFigure
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, World

_serial = itertools.count(1)
# How long after the one before, in minutes; and yen topped up, or spent below zero.
events = st.lists(
    st.tuples(st.sampled_from([0, 1, 59, 600, 720, 1440, 50_000]), st.integers(-900, 1500)),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def here(module_database: FreshDatabase) -> World:
    return world.make()


def held(before: datetime, *, here: World, holder_id: int) -> tuple[int, int]:
    figures = queries.purses_before(coop_id=here.coop.id, holder_id=holder_id, before=before)
    return figures[Kind.PREPAID].balance, figures[Kind.PREPAID].version


class TestPursesBefore:
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(events=events)
    def test_are_what_was_answered_then(
        self, here: World, module_database: FreshDatabase, events: list[tuple[int, int]]
    ) -> None:
        [person, *_] = world.people_of(here.coop, here.other, serial=next(_serial))
        till, at = here.callers["till"], NOON
        told = [(datetime.min.replace(tzinfo=NOON.tzinfo), 0, 0)]
        with world.connect(module_database.url) as connection:
            for minutes, yen in events:
                at += timedelta(minutes=minutes)
                fee = world.line(abs(yen), code="REISSUE", genre="other")
                message = world.top_up(person, yen) if yen > 0 else world.sale(person, fee)
                [outcome] = world.post(connection, [world.asked(till, message)], at=at)
                answer = world.answer(outcome)
                prepaid = answer["balances"]["prepaid"]
                told.append((at, prepaid, answer["purse_versions"]["prepaid"]))
        tick = timedelta(microseconds=1)
        for moment in {at for at, *_ in told[1:]} | {
            clock.day_start(at.date()) for at, *_ in told[1:]
        }:
            for asked in (moment - tick, moment, moment + tick):
                _, *expected = [each for each in told if each[0] < asked][-1]
                assert held(asked, here=here, holder_id=person.id) == tuple(expected)

    def test_never_moved_are_empty(self, here: World) -> None:
        figures = queries.purses_before(
            coop_id=here.coop.id, holder_id=here.people[2].id, before=NOON
        )
        assert figures == dict.fromkeys(figures, PurseFigure(0, 0, None))
        assert len(figures) == 5

    def test_of_nobody_are_none(self, here: World) -> None:
        jiro = here.jiro
        assert queries.purses_before(coop_id=2101, holder_id=jiro.id + 9**9, before=NOON) == {}
        assert queries.purses_now(coop_id=2101, holder_id=jiro.id) == {}


class TestPursesNow:
    def test_are_those_before_tomorrow(self, here: World, module_database: FreshDatabase) -> None:
        hanako, till = here.hanako, here.callers["till"]
        with world.connect(module_database.url) as connection:
            world.post(connection, [world.asked(till, world.top_up(hanako, 700))])
        now = queries.purses_now(coop_id=2101, holder_id=hanako.id)
        assert now == queries.purses_before(
            coop_id=2101, holder_id=hanako.id, before=NOON + timedelta(days=1)
        )
        assert now[Kind.PREPAID] == PurseFigure(700, 1, NOON)
