"""Mails of many, against servers that refuse, hang up, vanish and are slow."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kumiai.mail import actions, queries, smtp
from kumiai.mail.actions import Outgoing, rounds
from kumiai.mail.models import Message
from tests import cast, databases
from tests.mail.conftest import MailServer
from tests.mail.test_delivery import put_in
from tests.mail.test_workers import work_through_the_queue

NOON = datetime(2026, 4, 6, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def put_many_in(count: int) -> list[str]:
    """Their addresses, sorted."""
    addresses = [f"many{number:03}@mail.example" for number in range(count)]
    mails = [Outgoing(address, "お知らせ", "本文です。\n") for address in addresses]
    actions.send_many_later(coop_id=2101, mails=mails, kind="notice", at=NOON)
    return addresses


def go_round(at: datetime = NOON) -> int:
    return actions.deliver_many(now=lambda: at)


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("to_address", "state"))


def waiting_rounds() -> int:
    return ProcrastinateJob.objects.filter(task_name=actions.DELIVER_MANY, status="todo").count()


class TestSendManyLater:
    def test_orders_one_round_for_all_of_them(self, coop: cast.Coop) -> None:
        put_many_in(3)
        put_many_in(2)
        assert waiting_rounds() == 1
        assert not ProcrastinateJob.objects.filter(task_name=actions.DELIVER).exists()


class TestDeliverMany:
    def test_hands_each_over_once_on_a_few_connections(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        addresses = put_many_in(130)
        assert go_round() == 130
        assert mail_server.addresses() == addresses
        assert set(states().values()) == {"sent"}
        assert len(mail_server.connections) <= 16
        assert max(mail_server.connections.values()) <= smtp.MAILS_A_CONNECTION_MAX
        assert go_round(NOON + timedelta(days=1)) == 0

    def test_leaves_alone_what_is_not_one_of_many(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        put_in()
        assert go_round() == 0
        assert mail_server.taken == []

    @pytest.mark.parametrize("says_good_bye", [False, True])
    @pytest.mark.parametrize("ends_after", [1, 3])
    def test_goes_on_where_a_server_hangs_up(
        self, coop: cast.Coop, mail_server: MailServer, ends_after: int, says_good_bye: bool
    ) -> None:
        mail_server.ends_after, mail_server.says_good_bye = ends_after, says_good_bye
        addresses = put_many_in(20)
        assert go_round() == 20
        assert mail_server.addresses() == addresses
        assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}

    def test_keeps_each_refusal_with_its_mail(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        unknown, later, *others = put_many_in(12)
        mail_server.to_address = {unknown: "550 5.1.1 no such user", later: "450 4.2.0 later"}
        assert go_round() == 10
        assert mail_server.addresses() == others
        assert (states()[unknown], states()[later]) == ("refused", "queued")
        assert queries.is_flagged(coop_id=2101, address=unknown)
        assert not queries.is_flagged(coop_id=2101, address=later)
        mail_server.to_address = {}
        assert go_round(NOON + timedelta(seconds=29)) == 0
        assert go_round(NOON + timedelta(seconds=30)) == 1
        assert mail_server.addresses() == [later, *others]

    def test_takes_a_flag_back_when_a_mail_arrives(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        (address,) = put_many_in(1)
        mail_server.to_recipient = "550 5.2.2 mailbox full"
        go_round()
        assert queries.is_flagged(coop_id=2101, address=address)
        mail_server.to_recipient = "250 OK"
        put_many_in(1)
        go_round()
        assert not queries.is_flagged(coop_id=2101, address=address)

    def test_sends_again_what_a_server_took_without_a_word(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        swallowed, *others = put_many_in(12)
        mail_server.swallowed = {swallowed}
        assert go_round() == 11
        assert go_round(NOON + MINUTE) == 1
        assert mail_server.addresses() == [swallowed, swallowed, *others]
        both = [mail for mail in mail_server.taken if mail.rcpt_tos == [swallowed]]
        assert both[0].content == both[1].content, "under the same Message-ID"

    def test_stops_where_nobody_answers_and_puts_the_rest_back(
        self,
        coop: cast.Coop,
        mail_server: MailServer,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("KUMIAI_SMTP_CONNECTIONS", "2")
        addresses = put_many_in(60)
        settings.EMAIL_PORT = 1
        assert go_round() == 0
        assert set(states().values()) == {"queued"}
        assert 2 <= Message.objects.filter(attempts=1).count() <= 4
        assert Message.objects.filter(attempts=0).count() >= 56
        settings.EMAIL_PORT = mail_server.port
        assert go_round(NOON + MINUTE) == 60
        assert mail_server.addresses() == addresses

    def test_does_not_blame_the_addresses_for_our_own_password(
        self, coop: cast.Coop, mail_server: MailServer, settings: Settings
    ) -> None:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "kumiai", "wrong"
        put_many_in(12)
        assert go_round() == 0
        assert set(states().values()) == {"queued"}

    def test_is_ended_by_who_ends_the_worker(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        put_many_in(rounds.CLAIMED_AT_ONCE + 30)
        endings = iter([False, *([True] * 1_000)])
        taken = actions.deliver_many(now=lambda: NOON, is_to_end=lambda: next(endings))
        assert taken == len(mail_server.taken) == rounds.CLAIMED_AT_ONCE
        assert sorted(states().values()) == ["queued"] * 30 + ["sent"] * taken
        assert waiting_rounds() == 1, "for what is left"

    def test_sends_nothing_that_dies_in_its_hands_twice_before_the_lease_ends(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        addresses = put_many_in(rounds.CLAIMED_AT_ONCE + 5)
        assert rounds._claim(NOON), "and is killed"
        assert go_round(NOON + MINUTE) == 5
        assert go_round(NOON + 5 * MINUTE) == rounds.CLAIMED_AT_ONCE
        assert mail_server.addresses() == addresses

    def test_carries_on_past_a_mail_that_cannot_be_written(
        self, coop: cast.Coop, mail_server: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        odd, *others = put_many_in(6)
        Message.objects.filter(to_address=odd).update(message_id="<é@klas.example>")
        assert go_round() == 5
        assert mail_server.addresses() == others
        assert states()[odd] == "queued"
        assert "could not be handed over" in caplog.text


class TestTakeUpOverdue:
    def test_orders_a_round_once_one_of_many_is_due(self, coop: cast.Coop) -> None:
        put_many_in(3)
        ProcrastinateJob.objects.filter(task_name=actions.DELIVER_MANY)._raw_delete("default")
        assert actions.take_up_overdue(at=NOON - MINUTE) == 0
        assert waiting_rounds() == 0
        assert actions.take_up_overdue(at=NOON + 5 * MINUTE) == 0
        assert waiting_rounds() == 1


class TestRounds:
    def test_are_gone_one_at_a_time(
        self, fresh_database: databases.FreshDatabase, mail_server: MailServer
    ) -> None:
        cast.coop_2101()
        put_many_in(3)
        with psycopg.connect(fresh_database.url) as somebody:
            somebody.execute(rounds._sql.try_rounds)
            assert go_round() == 0
            somebody.execute(rounds._sql.leave_rounds)
            assert go_round() == 3

    def test_let_mail_of_registering_past(
        self, fresh_database: databases.FreshDatabase, mail_server: MailServer
    ) -> None:
        """The server is slow, and hundreds wait: another of the worker's places has the urgent."""
        cast.coop_2101()
        addresses = put_many_in(150)
        mail_server.lets_many_through.clear()
        round_ = threading.Thread(target=_work_and_close)
        round_.start()
        put_in(to_address="registration@mail.example", priority=actions.URGENT)
        while "registration@mail.example" not in mail_server.addresses():
            work_through_the_queue()
        assert set(mail_server.addresses()) == {"registration@mail.example"}
        mail_server.lets_many_through.set()
        round_.join()
        assert mail_server.addresses() == [*addresses, "registration@mail.example"]


def _work_and_close() -> None:
    go_round()
    connection.close()
