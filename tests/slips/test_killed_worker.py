"""The real worker, killed in the middle of a file: the next one goes on, and nothing is doubled."""

import signal
from datetime import timedelta

from django.db.models import Sum

from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.slips import actions, proof
from kumiai.slips.models import BankFile, Deposit, SlipPayment
from kumiai.wallet import proof as wallet_proof
from tests import cast, worker
from tests.databases import FreshDatabase
from tests.installation import wait_until
from tests.slips import bank

DEPOSITS = 1_500


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
        with worker.working(fresh_database) as first:
            wait_until(lambda: worked() > 0)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert 0 < worked() < DEPOSITS
        with worker.working(fresh_database):
            wait_until(lambda: BankFile.objects.get().state == "done")
        assert worked() == Deposit.objects.exclude(state="read").count() == DEPOSITS
        credited = Deposit.objects.filter(state="credited")
        assert credited.count() == SlipPayment.objects.count()
        assert Entry.objects.count() == DEPOSITS
        total = Deposit.objects.aggregate(total=Sum("amount_yen"))["total"]
        assert total == sum(each.amount_yen for each in paid)
        assert [*proof.lies(), *wallet_proof.lies()] == []
