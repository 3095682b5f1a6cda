"""Workers at the outbox, several at once."""

import threading

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kumiai.mail import actions
from tests import cast, databases
from tests.mail.conftest import MailServer
from tests.mail.test_delivery import NOON, jobs, put_in


def work_through_the_queue() -> None:
    """As `kumiai serve` does it, until the queue is empty."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    worker_app = app.with_connector(connector)
    while ProcrastinateJob.objects.filter(task_name="mail.deliver", status="todo").exists():
        worker_app.run_worker(wait=False, delete_jobs="successful", install_signal_handlers=False)


class TestManyWorkers:
    def test_hand_one_mail_over_once(
        self, fresh_database: databases.FreshDatabase, mail_server: MailServer
    ) -> None:
        cast.coop_2101()
        message_id = put_in()
        together = threading.Barrier(4)

        def work() -> None:
            together.wait()
            actions.deliver(message_id=message_id, at=NOON)
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(mail_server.taken) == 1


class TestWorker:
    def test_runs_the_jobs(
        self, fresh_database: databases.FreshDatabase, mail_server: MailServer
    ) -> None:
        cast.coop_2101()
        put_in()
        put_in(to_address="taro@mail.example")
        work_through_the_queue()
        assert sorted(envelope.rcpt_tos[0] for envelope in mail_server.taken) == [
            "hanako@mail.example",
            "taro@mail.example",
        ]
        assert jobs() == []

    def test_hands_urgent_mail_over_before_mail_that_waits_longer(
        self, fresh_database: databases.FreshDatabase, mail_server: MailServer
    ) -> None:
        cast.coop_2101()
        for each in range(5):
            put_in(to_address=f"notice{each}@mail.example")
        actions.send_later(
            coop_id=2101,
            to_address="registration@mail.example",
            subject="-",
            body="-",
            kind="test",
            at=NOON,
            priority=actions.URGENT,
        )
        work_through_the_queue()
        assert len(mail_server.taken) == 6
        assert mail_server.taken[0].rcpt_tos == ["registration@mail.example"]
