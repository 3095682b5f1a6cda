"""Two managers who decide about people in the same moment."""

import threading
from concurrent import futures

import psycopg
import pytest
from django.db import connection

from kumiai.backoffice import staff_approvals
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.models import Staff
from kumiai.coops.staff.rules import Role
from kumiai.identity import staff
from kumiai.kit import clock
from tests import cast, databases, office
from tests.installation import wait_until

HOLD_ALL = "SELECT FROM coops_staff WHERE role = 'manager' ORDER BY id FOR NO KEY UPDATE"
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


class TestTwoManagers:
    """Both have opened the other's page before either of them is done."""

    @pytest.mark.parametrize(
        "pages",
        [("ending", "ending"), ("role", "role"), ("ending", "role")],
        ids=["stop each other", "demote each other", "stop and demote each other"],
    )
    @pytest.mark.parametrize("others", [0, 1])
    def test_cannot_both_win_and_one_stays_who_can_approve(
        self,
        coop: cast.Coop,
        fresh_database: databases.FreshDatabase,
        pages: tuple[str, str],
        others: int,
    ) -> None:
        first, second = office.manager(coop), office.manager(coop)
        for _ in range(others):
            office.manager(coop)

        def act(by: office.Person, page: str, on: office.Person) -> int:
            body = {"reason": "退職", "role": "clerk"}
            response = office.client_of(by).post(f"/office/staff/{on.id}/{page}", body)
            connection.close()
            return response.status_code

        with (
            futures.ThreadPoolExecutor(2) as threads,
            psycopg.connect(fresh_database.url) as other,
            psycopg.connect(fresh_database.url, autocommit=True) as watch,
        ):
            other.execute(HOLD_ALL)
            acts = [
                threads.submit(act, first, pages[0], second),
                threads.submit(act, second, pages[1], first),
            ]
            wait_until(lambda: watch.execute(WAITING).fetchone() == (2,))
            other.rollback()
            answers = [each.result() for each in acts]
        assert sorted(answers) == [302, 409]
        remaining = first if answers[0] == 302 else second
        managers = Staff.objects.filter(role=Role.MANAGER, disabled_at=None)
        left = frozenset(managers.values_list("id", flat=True))
        assert remaining.id in left
        assert len(left) == 1 + others
        assert staff.set_up_logins(coop_id=coop.id, staff_ids=left) == left
