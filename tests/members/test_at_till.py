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


class TestLockCards:
    def test_keeps_a_suspension_waiting_but_not_another_till(
        self, fresh_database: FreshDatabase, member_id: int
    ) -> None:
        with (
            psycopg.connect(fresh_database.url) as till,
            psycopg.connect(fresh_database.url) as other_till,
        ):
            for each in (till, other_till):
                found = steps.run(each, cards.lock_cards([KEY]))
                assert found[KEY].suspended_at is None
            suspending = threading.Thread(target=suspend, args=[member_id])
            suspending.start()
            suspending.join(timeout=0.3)
            assert suspending.is_alive()
            other_till.commit()
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
            office.execute("SELECT FROM members_membercard FOR NO KEY UPDATE")
            office.execute(
                "INSERT INTO members_suspension (coop_id, member_id, suspended_at, reason,"
                " by_kind, by_id, lifted_by_kind, lifted_by_id, lift_reason)"
                " VALUES (2101, %s, %s, '', 'system', '', '', '', '')",
                [member_id, NOW],
            )
            found: dict[at_till.CardKey, at_till.CardState] = {}
            waiting = threading.Thread(
                target=lambda: found.update(steps.run(till, cards.lock_cards([KEY])))
            )
            waiting.start()
            waiting.join(timeout=0.3)
            assert waiting.is_alive()
            office.commit()
            waiting.join(timeout=10)
            assert found[KEY].suspended_at == NOW
