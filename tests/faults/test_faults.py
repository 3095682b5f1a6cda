"""Servers that are killed while a crowd pays: nothing is lost, doubled or out of order.

A round each; `make faults` does ten: KUMIAI_TEST_FAULT_ROUNDS=10.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import aftermath
from tests.faults import crowd as crowds
from tests.faults import shop as shops
from tests.faults.shop import Shop
from tests.installation import wait_until

ROUNDS = int(os.environ.get("KUMIAI_TEST_FAULT_ROUNDS", "1"))
ANSWERS = 250


def one_till_server(shop: Shop) -> None:
    """Killed; its parent starts it again while the other goes on."""
    victim = min(shop.till_servers())
    shops.end(victim)
    wait_until(lambda: shop.listening() == 2 and victim not in shop.till_servers())


def the_database(shop: Shop) -> None:
    """Killed; its keeper starts it again, and the till servers find it by themselves."""
    victim = shop.database.postmaster_pid()
    assert victim is not None
    shops.end(victim)
    wait_until(lambda: shop.database.postmaster_pid() not in (None, victim))


def the_databases_keeper(shop: Shop) -> None:
    """Killed, which stops the database; the parent of the servers sees to a new one."""
    victim = shop.database.postmaster_pid()
    assert victim is not None
    shops.end(int(Path(f"/proc/{victim}/stat").read_text().rsplit(")", 1)[1].split()[1]))
    wait_until(lambda: shop.database.postmaster_pid() not in (None, victim))


def a_till_server_and_the_database(shop: Shop) -> None:
    """Killed together: the server comes back before there is a database to come back to."""
    postmaster, server = shop.database.postmaster_pid(), min(shop.till_servers())
    assert postmaster is not None
    shops.end(server, postmaster)
    wait_until(lambda: shop.listening() == 2 and server not in shop.till_servers())


def the_parent(shop: Shop) -> None:
    """Killed, which stops all it has started; started again by hand."""
    shop.close(by=signal.SIGKILL)
    shop.open()


def everything(shop: Shop) -> None:
    """Killed at once, as when the power goes."""
    shop.cut_power()
    shop.open()


def a_restart(shop: Shop) -> None:
    """Asked to stop, which answers what it has taken; started again."""
    shop.close()
    shop.open()


@pytest.mark.parametrize("number", range(1, ROUNDS + 1))
@pytest.mark.parametrize(
    "fault",
    [
        one_till_server,
        the_database,
        the_databases_keeper,
        a_till_server_and_the_database,
        the_parent,
        everything,
        a_restart,
    ],
)
class TestAFault:
    def test_loses_and_doubles_nothing(
        self, shop: Shop, fault: Callable[[Shop], None], number: int
    ) -> None:
        before = aftermath.entries(shop), aftermath.versions(shop)
        with crowds.gathered(shop) as crowd:
            crowd.await_answers(ANSWERS)
            fault(shop)
            back_seconds = crowd.await_answers(ANSWERS)
        aftermath.check(crowd, entries_before=before[0], versions_before=before[1])
        print(
            f"{fault.__name__} {number}: {len(crowd.answered)} answered, {crowd.lost} lost,"
            f" {crowd.come_again} told to come again, {len(crowd.unanswered)} given up and"
            f" asked for; the next answer {back_seconds:.2f} s after the fault was over,"
            f" the slowest {crowd.slowest_seconds:.2f} s"
        )


class TestTheBooks:
    def test_are_right_after_all_that(self, shop: Shop) -> None:
        shop.prove_books()
