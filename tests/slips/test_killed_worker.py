"""The real worker, killed in the middle of a file: the next one goes on, and nothing is doubled."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Sum

from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.slips import actions, proof
from kumiai.slips.models import BankFile, Deposit, SlipPayment
from kumiai.wallet import proof as wallet_proof
from tests import cast
from tests.databases import FreshDatabase
from tests.installation import wait_until
from tests.slips import bank

DEPOSITS = 1_500


@contextlib.contextmanager
def worker(database: FreshDatabase) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker of its own process, as `kumiai serve` runs one."""
    with tempfile.TemporaryDirectory(prefix="kumiai-worker-") as data:
        process = subprocess.Popen(
            [sys.executable, "-m", "kumiai.cli", "serve", "--only", "worker"],
            env=os.environ
            | {
                "DATABASE_URL": database.url,
                "KUMIAI_DATA": data,
                "KUMIAI_SECRET_KEY": settings.SECRET_KEY,
            },
            stdin=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def worked() -> int:
    return BankFile.objects.values_list("worked", flat=True).get()


class TestKilledWorker:
    def test_leaves_every_deposit_posted_exactly_once(self, fresh_database: FreshDatabase) -> None:
        coop = cast.coop_2101()
        people = [cast.hanako(coop), cast.taro(coop)]
        paid_on = clock.tokyo_date(clock.now()) - timedelta(days=8)
        paid = [
            bank.transfer(
                people[number % 2].member_number if number % 3 else "ﾀﾞﾚｶ",
                1_000 + number,
                inquiry=f"{number:06}",
                posted_on=paid_on,
            )
            for number in range(DEPOSITS)
        ]
        at = clock.now()
        received = actions.receive(
            coop_id=coop.id, name="april", raw=bank.notice(*paid), by=cast.OPERATOR, at=at
        )
        actions.order(coop_id=coop.id, file_id=received.file_id, by=cast.OPERATOR, at=at)
        with worker(fresh_database) as first:
            wait_until(lambda: worked() > 0)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert 0 < worked() < DEPOSITS
        with worker(fresh_database):
            wait_until(lambda: BankFile.objects.get().state == "done")
        assert worked() == Deposit.objects.exclude(state="read").count() == DEPOSITS
        credited = Deposit.objects.filter(state="credited")
        assert credited.count() == SlipPayment.objects.count()
        assert Entry.objects.count() == DEPOSITS
        total = Deposit.objects.aggregate(total=Sum("amount_yen"))["total"]
        assert total == sum(each.amount_yen for each in paid)
        assert [*proof.lies(), *wallet_proof.lies()] == []
