"""The real worker, killed in the middle of a member file: each row is taken in exactly once."""

import signal
from threading import Barrier, Thread

from django.db import connections

from kumiai.identity.models import Login
from kumiai.joining import actions
from kumiai.joining.models import KeptMemberFile
from kumiai.kit import clock
from kumiai.ledger.models import Account
from kumiai.members.models import Guardian, Member, MemberCard
from tests import cast, worker
from tests.databases import FreshDatabase
from tests.installation import wait_until
from tests.joining import files

MEMBERS = 4_000


def state() -> str:
    return KeptMemberFile.objects.values_list("state", flat=True).get()


def worked() -> int:
    return KeptMemberFile.objects.values_list("worked", flat=True).get()


class TestKilledWorker:
    def test_leaves_every_row_taken_in_exactly_once(self, fresh_database: FreshDatabase) -> None:
        cast.coop_2101()
        at = clock.now()
        raw = files.many(MEMBERS)
        file_id = actions.receive(coop_id=2101, name="a", raw=raw, by=cast.OPERATOR, at=at)
        with worker.working(fresh_database) as first:
            wait_until(lambda: state() == "received")
            assert not Member.objects.exists()
            actions.order(coop_id=2101, file_id=file_id, by=cast.OPERATOR, at=at)
            wait_until(lambda: worked() > 0)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert 0 < worked() == Member.objects.count() < MEMBERS
        with worker.working(fresh_database):
            wait_until(lambda: state() == "done")
        done = KeptMemberFile.objects.get()
        assert (done.joined, done.changed, done.unchanged) == (MEMBERS, 0, 0)
        tables = (Member, Guardian, MemberCard)
        assert [each.objects.count() for each in tables] == [MEMBERS] * 3  # type: ignore[attr-defined]
        assert Account.objects.filter(holder_id__isnull=False).count() == 5 * MEMBERS
        assert Login.objects.count() == 2 * MEMBERS


class TestTheSameFileAtTheSameMoment:
    def test_is_received_once(self, fresh_database: FreshDatabase) -> None:
        assert fresh_database
        cast.coop_2101()
        raw, together, answers = files.many(3), Barrier(2), []

        def upload() -> None:
            together.wait()
            try:
                actions.receive(coop_id=2101, name="a", raw=raw, by=cast.OPERATOR, at=clock.now())
                answers.append("received")
            except actions.AtHandAlready:
                answers.append("at hand already")
            finally:
                connections.close_all()

        uploads = [Thread(target=upload) for _ in range(2)]
        for each in uploads:
            each.start()
        for each in uploads:
            each.join()
        assert sorted(answers) == ["at hand already", "received"]
        assert KeptMemberFile.objects.count() == 1
