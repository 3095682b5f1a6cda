"""A real mail server that says what it is told to say."""

import asyncio
import socket
import threading
from collections import Counter
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
    """Takes everything, unless an answer is set for a step; `port` is where it listens.

    `ends_after` are the mails after which it hangs up on a connection, with a 421 to the next one
    if it `says_good_bye`. It hangs up without a word on who hands it one of `swallowed`, which it
    has taken. `many` of the addresses with that word wait until `lets_many_through` is set.
    """

    to_recipient: str = "250 OK"
    to_content: str = "250 OK"
    to_address: dict[str, str] = field(default_factory=dict)
    port: int = 0
    ends_after: int = 0
    says_good_bye: bool = False
    swallowed: set[str] = field(default_factory=set)
    lets_many_through: threading.Event = field(default_factory=threading.Event)
    taken: list[Envelope] = field(default_factory=list)
    connections: Counter[object] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.lets_many_through.set()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._has_had_enough_of(session):
            return "421 4.7.0 too many mails, good bye"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_address.get(address, self.to_recipient)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        while "many" in envelope.rcpt_tos[0] and not self.lets_many_through.is_set():
            await asyncio.sleep(0.01)
        if self.to_content.startswith("250"):
            self.taken.append(envelope)
            self.connections[session.peer] += 1
        if envelope.rcpt_tos[0] in self.swallowed:
            self.swallowed.remove(envelope.rcpt_tos[0])
            server.transport.abort()
        elif self._has_had_enough_of(session) and not self.says_good_bye:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return self.to_content

    def _has_had_enough_of(self, session: Session) -> bool:
        return 0 < self.ends_after <= self.connections[session.peer]

    def addresses(self) -> list[str]:
        """Whom it has mails for, sorted."""
        return sorted(envelope.rcpt_tos[0] for envelope in self.taken)

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
