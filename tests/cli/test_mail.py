"""`kumiai mail`: the outbox as an operator sees it."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result
from pytest_django import Settings

from kumiai.cli import __main__ as command
from kumiai.kit import clock
from kumiai.mail import actions
from tests import cast, ports
from tests.databases import FreshDatabase
from tests.mail.conftest import MailServer


def mail(*options: str) -> Result:
    return CliRunner().invoke(command.main, ["mail", *options], catch_exceptions=False)


@pytest.fixture
def mail_server(fresh_database: FreshDatabase, settings: Settings) -> Iterator[MailServer]:
    cast.coop_2101()
    server = MailServer(port=ports.free(1)[0])
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    controller.stop()


def send(address: str) -> None:
    at = clock.now()
    message_id = actions.send_later(
        coop_id=2101, to_address=address, subject="-", body="-", kind="test", at=at
    )
    actions.deliver(message_id=message_id, at=at)


class TestMail:
    def test_shows_what_became_of_the_mails_and_dead_addresses(
        self, mail_server: MailServer
    ) -> None:
        send("hanako@mail.example")
        mail_server.to_recipient = "550 5.1.1 no such user"
        send("taro@mail.example")
        mail_server.to_recipient = "450 4.2.0 come again"
        send("jiro@mail.example")
        said = mail("--coop", "2101").output.splitlines()
        assert [line.split()[0] for line in said[:5]] == ["1", "0", "1", "1", "0"]
        assert "450 4.2.0 come again" in said[5]
        assert "taro@mail.example" in said[-1]
        assert said[-1].endswith("550 5.1.1 no such user")

    def test_shows_one_co_op_and_knows_no_other(self, mail_server: MailServer) -> None:
        send("hanako@mail.example")
        other = cast.other_coop()
        assert "1  送信済み" not in mail("--coop", str(other.id)).output
        assert mail("--coop", "9999").exit_code == 1
