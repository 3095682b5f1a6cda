"""Two managers who decide about people in the same moment."""

import threading

import psycopg
import pytest
from django.db import connection

from kumiai.backoffice import staff_approvals
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.models import Staff
from kumiai.kit import clock
from tests import cast, databases, office
from tests.installation import wait_until

HOLD = "SELECT FROM coops_staff WHERE id = %s FOR NO KEY UPDATE NOWAIT"
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
def coop(fresh_database: databases.FreshDatabase) -> cast.Coop:
    return cast.coop_2101()


class TestDecide:
    def test_takes_managers_in_one_order_so_that_none_waits_in_a_ring(
        self, coop: cast.Coop, fresh_database: databases.FreshDatabase
    ) -> None:
        first, second, asker = (office.manager(coop) for _ in range(3))
        clerk = office.clerk(coop)
        approval_id = approvals.ask(
            coop_id=coop.id,
            kind=staff_approvals.RAISING,
            subject=staff_approvals.subject_of(clerk.id),
            details={"role": "manager"},
            reason="昇任",
            staff_id=asker.id,
            at=clock.now(),
        )

        def decide() -> None:
            approvals.decide(
                coop_id=coop.id,
                approval_id=approval_id,
                kind=staff_approvals.RAISING,
                is_approved=True,
                answer="",
                staff_id=second.id,
                at=clock.now(),
            )
            connection.close()

        deciding = threading.Thread(target=decide)
        with (
            psycopg.connect(fresh_database.url) as other,
            psycopg.connect(fresh_database.url, autocommit=True) as watch,
        ):
            other.execute(HOLD, [first.id])
            deciding.start()
            wait_until(lambda: watch.execute(WAITING).fetchone() != (0,))
            # Whoever waits for the first holds nobody after them yet.
            other.execute(HOLD, [second.id])
            other.rollback()
            deciding.join()
        assert Staff.objects.get(pk=clerk.id).role == "manager"
