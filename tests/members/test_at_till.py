"""A till and a suspension at the same moment: one of them is first, and both know it."""

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connections

from kumiai.coops import actions as coops
from kumiai.coops import imports as coop_files
from kumiai.coops.rules import SYSTEM
from kumiai.kit import steps
from kumiai.members import actions, at_till, imports
from kumiai.members.rules import CardState
from tests.coops.files import HIROSAKI
from tests.databases import FreshDatabase
from tests.members import cards
from tests.members.files import HANAKO, member_csv

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KEY = (2101, "210100001234")


@pytest.fixture
def member_id(fresh_database: FreshDatabase) -> int:
    coops.take_in(file=coop_files.read(HIROSAKI.encode()), by=SYSTEM, at=NOW)
    file = imports.read(member_csv(HANAKO).encode(), coop_id=2101, today=NOW.date())
    intake = actions.take_in_members(
        coop_id=2101, rows=file.rows, columns=file.fields, by=SYSTEM, at=NOW
    )
    return intake.joined["210100001234"]


def suspend(member_id: int) -> None:
    try:
        actions.suspend(coop_id=2101, member_id=member_id, reason="", by=SYSTEM, at=NOW)
    finally:
        connections.close_all()


class TestLockMembers:
    def test_keeps_a_suspension_waiting_but_no_other_member(
        self, fresh_database: FreshDatabase, member_id: int
    ) -> None:
        with (
            psycopg.connect(fresh_database.url) as till,
            psycopg.connect(fresh_database.url) as other_till,
        ):
            assert steps.run(till, cards.lock_cards([KEY]))[KEY].suspended_at is None
            steps.run(other_till, at_till.lock_members(ids=[member_id + 1]))
            suspending = threading.Thread(target=suspend, args=[member_id])
            suspending.start()
            suspending.join(timeout=0.3)
            assert suspending.is_alive()
            till.commit()
            suspending.join(timeout=10)
            assert not suspending.is_alive()
            assert steps.run(till, cards.lock_cards([KEY]))[KEY].suspended_at == NOW

    def test_sees_a_suspension_it_has_waited_for(
        self, fresh_database: FreshDatabase, member_id: int
    ) -> None:
        with (
            psycopg.connect(fresh_database.url) as office,
            psycopg.connect(fresh_database.url) as till,
        ):
            steps.run(office, at_till.lock_members(ids=[member_id]))
            office.execute(
                "INSERT INTO members_suspension (coop_id, member_id, suspended_at, reason,"
                " by_kind, by_id, lifted_by_kind, lifted_by_id, lift_reason)"
                " VALUES (2101, %s, %s, '', 'system', '', '', '', '')",
                [member_id, NOW],
            )
            found: dict[at_till.CardKey, CardState] = {}
            waiting = threading.Thread(
                target=lambda: found.update(steps.run(till, cards.lock_cards([KEY])))
            )
            waiting.start()
            waiting.join(timeout=0.3)
            assert waiting.is_alive()
            office.commit()
            waiting.join(timeout=10)
            assert found[KEY].suspended_at == NOW

    def test_is_one_lock_for_all_cards_and_ids_of_a_member(
        self, fresh_database: FreshDatabase, member_id: int
    ) -> None:
        with psycopg.connect(fresh_database.url) as till:
            steps.run(till, at_till.lock_members(cards=[KEY, KEY], ids=[member_id]))
            held = till.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            assert held.fetchone() == (1,)
