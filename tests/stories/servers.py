"""A running installation for stories: pages, tills and worker as processes, and a mail server."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

from kumiai.coops.actions import EnrolledTerminal
from kumiai.kit import clock, ids
from tests import ports

START_SECONDS_MAX = 60
MAIL_SECONDS_MAX = 60
REFUSALS = {"450": "450 4.2.0 come again", "550": "550 5.1.1 no such user"}


@dataclass(frozen=True)
class Answer:
    """What the till API answered."""

    status: int
    body: dict[str, Any]
    headers: Message


@dataclass
class Inbox:
    """A mail server that keeps what it is handed; addresses that begin with a code are refused."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address[:3] in REFUSALS:
            return REFUSALS[address[:3]]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def wait(self, address: str, *, containing: str = "", after: int = 0) -> EmailMessage:
        """The latest mail to the address; fails when none has come in time.

        The first so many mails of all, which are known already, do not count.
        """
        deadline = time.monotonic() + MAIL_SECONDS_MAX
        while time.monotonic() < deadline:
            for mail in reversed(self.mails[after:]):
                if address in str(mail["To"]) and containing in _text(mail):
                    return mail
            time.sleep(0.1)
        raise AssertionError(
            f"no mail to {address}; there are {[str(m['To']) for m in self.mails]}"
        )

    def text(self, address: str, *, containing: str = "", after: int = 0) -> str:
        """The words of that mail."""
        return _text(self.wait(address, containing=containing, after=after))


@dataclass(frozen=True)
class Servers:
    """Where the installation answers."""

    pages_url: str
    tills_url: str
    inbox: Inbox

    def post(self, till: EnrolledTerminal, path: str, body: Mapping[str, Any]) -> Answer:
        """Let a terminal post; `id` and `occurred_at` are now's where the body has none."""
        return self._ask(till, path, json.dumps(self.event(**body)).encode())

    def tell(self, till: EnrolledTerminal, sales: Sequence[Mapping[str, Any]]) -> Answer:
        """Let a till tell in one call what it has sold meanwhile."""
        return self.post_batch(till, [{"type": "purchase", **sale} for sale in sales])

    def post_batch(self, till: EnrolledTerminal, entries: Sequence[Mapping[str, Any]]) -> Answer:
        """Let a till tell what it could not: bodies of other calls, each with its `type`."""
        return self._ask(till, "/v1/batches", json.dumps({"entries": entries}).encode())

    def event(self, **body: Any) -> dict[str, Any]:
        """A body with an id and a moment, to be sent more than once."""
        at = now()
        return {"id": str(ids.uuid7(at)), "occurred_at": at.isoformat()} | body

    def get(self, till: EnrolledTerminal, path: str) -> Answer:
        return self._ask(till, path, None)

    def _ask(self, till: EnrolledTerminal, path: str, body: bytes | None) -> Answer:
        headers = {"Authorization": f"Bearer {till.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.tills_url + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return Answer(response.status, json.load(response), response.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, json.load(error), error.headers)


def now() -> datetime:
    """The moment in Tokyo, by which the servers live."""
    return clock.now().astimezone(clock.TOKYO)


@contextmanager
def running(*, database_url: str) -> Iterator[Servers]:
    """Start everything on free ports of this machine, as `kumiai serve` does, and end it."""
    inbox = Inbox()
    pages, tills, smtp = ports.free(3)
    mail_server = Controller(inbox, hostname="127.0.0.1", port=smtp)
    mail_server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="kumiai-stories-") as data:
            surroundings = os.environ | {
                "DATABASE_URL": database_url,
                "KUMIAI_DATA": data,
                "KUMIAI_SECRET_KEY": settings.SECRET_KEY,
                "KUMIAI_PAGES_PORT": str(pages),
                "KUMIAI_TILLS_PORT": str(tills),
                "KUMIAI_SMTP_PORT": str(smtp),
            }
            with _serving(surroundings, Path(data) / "servers.log", [pages, tills]):
                yield Servers(f"http://127.0.0.1:{pages}", f"http://127.0.0.1:{tills}", inbox)
    finally:
        mail_server.stop()


@contextmanager
def _serving(surroundings: Mapping[str, str], log: Path, servers: list[int]) -> Iterator[None]:
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "kumiai.cli", "serve"],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(servers, process, log)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    told = log.read_text("utf-8", errors="replace")
    assert "Traceback" not in told, told


def _wait_for(servers: list[int], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while not all(_listens(port) for port in servers):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"the servers do not start:\n{log.read_text('utf-8')}")
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain",))
    return "" if body is None else str(body.get_content())
