"""The outbox against a real mail server: taken, refused, put off, and gone."""

import contextlib
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kumiai.mail import actions, queries, smtp
from kumiai.mail.actions import delivering
from kumiai.mail.models import Message
from kumiai.mail.queries import Progress
from kumiai.mail.rules import Cause
from tests import cast
from tests.mail.conftest import MailServer

NOON = datetime(2026, 4, 6, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def put_in(
    *,
    to_address: str = "hanako@mail.example",
    coop_id: int = 2101,
    priority: int = 0,
    **facts: str,
) -> int:
    texts = {"subject": "テストメール", "body": "本文です。\n"} | facts
    return actions.send_later(
        coop_id=coop_id,
        to_address=to_address,
        kind="test",
        at=NOON,
        priority=priority,
        **texts,
    )


def deliver(message_id: int, *, at: datetime = NOON) -> queries.MessageState:
    actions.deliver(message_id=message_id, at=at)
    return queries.message_state(message_id)


def jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="mail.deliver").order_by("id"))


def a_worker_takes_the_job() -> None:
    """A job that runs waits no longer."""
    ProcrastinateJob.objects.filter(task_name="mail.deliver")._raw_delete("default")


class TestSendLater:
    def test_puts_row_and_job_into_the_callers_transaction(self, coop: cast.Coop) -> None:
        with transaction.atomic():
            put_in()
            transaction.set_rollback(True)
        assert not Message.objects.exists()
        assert jobs() == []

    def test_gives_the_job_an_id_and_nothing_else(self, coop: cast.Coop) -> None:
        message_id = put_in()
        assert [job.args for job in jobs()] == [{"message_id": message_id}]

    def test_keeps_the_subject_on_one_line(self, coop: cast.Coop) -> None:
        put_in(subject="件名\r\nBcc: x@mail.example")
        assert Message.objects.get().subject == "件名 Bcc: x@mail.example"

    @pytest.mark.parametrize("address", ["", "no address", "a@mail.example\nBcc: b@mail.example"])
    def test_refuses_what_is_no_address(self, coop: cast.Coop, address: str) -> None:
        with pytest.raises(actions.CannotWriteTo):
            put_in(to_address=address)


class TestDeliver:
    def test_hands_over_plain_text_in_utf8(self, coop: cast.Coop, mail_server: MailServer) -> None:
        state = deliver(put_in(body="津軽 𠮷田 é\nコード 123456\n"))
        mail = mail_server.mail()
        assert state.progress is Progress.SENT
        assert mail.get_content_type() == "text/plain"
        assert mail.get_content().split() == ["津軽", "𠮷田", "é", "コード", "123456"]
        assert mail["Subject"] == "テストメール"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["To"] == "hanako@mail.example"

    def test_comes_from_the_coop_itself(self, coop: cast.Coop, mail_server: MailServer) -> None:
        other = cast.other_coop()
        deliver(put_in(coop_id=other.id))
        mail = mail_server.mail()
        sender = Message.objects.get().coop.sender_address
        assert sender in mail["From"]
        assert mail_server.taken[0].mail_from == sender
        assert mail["Message-ID"].endswith(f"@{sender.partition('@')[2]}>")

    @pytest.mark.parametrize("address", ["a..b@docomo.ne.jp", "hanako.@ezweb.ne.jp"])
    def test_writes_to_old_carriers_as_they_are(
        self, coop: cast.Coop, mail_server: MailServer, address: str
    ) -> None:
        assert deliver(put_in(to_address=address)).progress is Progress.SENT
        assert mail_server.taken[0].rcpt_tos == [address]

    def test_sends_once_however_often_it_is_asked(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        message_id = put_in()
        for _ in range(3):
            deliver(message_id)
        assert len(mail_server.taken) == 1

    @pytest.mark.parametrize("step", ["to_recipient", "to_content"])
    def test_tries_again_after_later(
        self, coop: cast.Coop, mail_server: MailServer, step: str
    ) -> None:
        message_id = put_in()
        a_worker_takes_the_job()
        setattr(mail_server, step, "450 4.2.0 greylisted, come again")
        state = deliver(message_id)
        assert (state.progress, state.reason) == (
            Progress.RETRYING, "450 4.2.0 greylisted, come again",
        )  # fmt: skip
        assert jobs()[-1].scheduled_at == state.next_at == NOON + 30 * SECOND
        setattr(mail_server, step, "250 OK")
        assert deliver(message_id, at=NOON + 29 * SECOND).progress is Progress.RETRYING
        assert deliver(message_id, at=NOON + 30 * SECOND).progress is Progress.SENT

    @pytest.mark.parametrize("step", ["to_recipient", "to_content"])
    def test_ends_at_never_and_flags_the_address(
        self, coop: cast.Coop, mail_server: MailServer, step: str
    ) -> None:
        message_id = put_in()
        setattr(mail_server, step, "550 5.1.1 no such user")
        state = deliver(message_id)
        assert (state.progress, state.reason) == (Progress.REFUSED, "550 5.1.1 no such user")
        assert queries.is_flagged(coop_id=2101, address="hanako@mail.example")
        setattr(mail_server, step, "250 OK")
        assert deliver(message_id, at=NOON + timedelta(days=1)).progress is Progress.REFUSED

    def test_takes_the_flag_back_when_a_mail_arrives(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        mail_server.to_recipient = "550 5.2.2 mailbox full"
        deliver(put_in())
        mail_server.to_recipient = "250 OK"
        deliver(put_in())
        assert not queries.is_flagged(coop_id=2101, address="hanako@mail.example")

    def test_gives_up_after_a_day_and_a_half(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        message_id, at = put_in(), NOON
        mail_server.to_recipient = "451 not now"
        while (state := deliver(message_id, at=at)).progress is Progress.RETRYING:
            at = state.next_at
        assert (state.progress, state.cause) == (Progress.GIVEN_UP, Cause.BUSY)
        assert timedelta(days=1) < at - NOON < timedelta(days=2)

    def test_waits_for_a_server_that_has_vanished(
        self, coop: cast.Coop, settings: Settings
    ) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
            assert deliver(put_in()).progress is Progress.RETRYING

    def test_waits_for_a_server_that_does_not_answer(
        self, coop: cast.Coop, settings: Settings
    ) -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
            settings.EMAIL_TIMEOUT = 0.3
            assert deliver(put_in()).progress is Progress.RETRYING

    def test_waits_for_a_server_that_breaks_off(self, coop: cast.Coop, settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as rude:
            settings.EMAIL_HOST, settings.EMAIL_PORT = rude.getsockname()

            def greet_and_leave() -> None:
                with rude.accept()[0] as visitor:
                    visitor.sendall(b"220 hello\r\n")

            greeting = threading.Thread(target=greet_and_leave)
            greeting.start()
            assert deliver(put_in()).progress is Progress.RETRYING
            greeting.join()

    @pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n"])
    def test_hangs_up_on_a_server_that_drips(
        self,
        coop: cast.Coop,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        greeting: bytes,
    ) -> None:
        """Each sign comes in time, the whole never ends: also before the greeting."""
        monkeypatch.setattr(smtp, "CONVERSATION_SECONDS_MAX", 1.0)
        with socket.create_server(("127.0.0.1", 0)) as slow:
            settings.EMAIL_HOST, settings.EMAIL_PORT = slow.getsockname()
            hung_up = threading.Event()

            def drip() -> None:
                visitor = slow.accept()[0]
                with visitor, contextlib.suppress(OSError):
                    visitor.sendall(greeting)
                    while not hung_up.wait(0.05):
                        visitor.sendall(b"2")

            dripping = threading.Thread(target=drip)
            dripping.start()
            state = deliver(put_in())
            hung_up.set()
            dripping.join()
        assert (state.progress, state.cause) == (Progress.RETRYING, Cause.NO_ANSWER)

    def test_does_not_blame_the_address_for_our_own_password(
        self, coop: cast.Coop, mail_server: MailServer, settings: Settings
    ) -> None:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "kumiai", "wrong"
        assert deliver(put_in()).progress is Progress.RETRYING
        assert not queries.is_flagged(coop_id=2101, address="hanako@mail.example")


class TestTakeUpOverdue:
    def test_orders_anew_what_lost_its_worker(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        message_id = put_in()
        a_worker_takes_the_job()
        assert delivering._claim(message_id, NOON), "and dies with the mail in hand"
        assert deliver(message_id, at=NOON + SECOND).progress is Progress.QUEUED
        later = NOON + timedelta(minutes=8)
        assert actions.take_up_overdue(at=later) == 1
        assert [job.args for job in jobs()] == [{"message_id": message_id}]
        assert deliver(message_id, at=later).progress is Progress.SENT
        assert actions.take_up_overdue(at=later + timedelta(days=1)) == 0

    def test_orders_nothing_twice(self, coop: cast.Coop) -> None:
        put_in()
        for minutes in (3, 4, 5):
            actions.take_up_overdue(at=NOON + timedelta(minutes=minutes))
        assert len(jobs()) == 1
