"""A real mail server that says what it is told to say."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from tests import cast


@dataclass
class MailServer:
    """Takes everything, unless an answer is set for a step; `port` is where it listens."""

    to_recipient: str = "250 OK"
    to_content: str = "250 OK"
    port: int = 0
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.to_content.startswith("250"):
            self.taken.append(envelope)
        return self.to_content

    def mail(self) -> EmailMessage:
        """The one mail it was handed."""
        assert len(self.taken) == 1
        mail = message_from_bytes(self.taken[0].content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return mail


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Running, and the one the settings name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = MailServer(port=free.getsockname()[1])
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    yield server
    controller.stop()


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()
