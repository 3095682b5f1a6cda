"""The demo's mail server: takes every mail over SMTP and keeps it as a file; sends nothing on.

Run as `python -m kumiai.cli.demo.mailbox`; it listens where KUMIAI_SMTP_HOST and KUMIAI_SMTP_PORT
say. A mail is acknowledged once its file is on disk.
"""

import asyncio
import contextlib
import functools
import signal
import smtplib
import socket
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from kumiai.cli import supervisor
from kumiai.cli.demo import whole_files
from kumiai.kit import environment, ids

FOLDER = "demo-mailbox"
PORT_WISHED = 8025
BYTES_MAX = 2 * 1024 * 1024


class Mailbox:
    """Keeps each mail as `<id>.eml`, whose names sort by the time of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        """Keep the mail; the answer is the acknowledgement."""
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        whole_files.write(self._folder / f"{ids.uuid7()}.eml", raw)
        return "250 OK"


def folder() -> Path:
    """Where the mails of this installation's demo lie."""
    return environment.data_folder() / FOLDER


def child(port: int) -> supervisor.Child:
    """The mail server as a child of a supervisor."""
    return supervisor.Child(
        "mailbox",
        supervisor.python("-m", "kumiai.cli.demo.mailbox"),
        ready=functools.partial(_answers, port),
    )


def free_port() -> int:
    """A port for the mail server: the wished one, or any that is free."""
    for wished in (PORT_WISHED, 0):
        with socket.socket() as attempt, contextlib.suppress(OSError):
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(("127.0.0.1", wished))
            port: int = attempt.getsockname()[1]
            return port
    raise OSError("no free port for the demo's mail server")


async def serve(mailbox: Mailbox, *, host: str, port: int) -> None:
    """Take mails until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    make = functools.partial(
        SMTP, mailbox, hostname="localhost", data_size_limit=BYTES_MAX, enable_SMTPUTF8=True
    )
    server = await loop.create_server(make, host, port)
    await stopped.wait()
    server.close()


def _answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5):
            return True
    except (OSError, smtplib.SMTPException):
        return False


if __name__ == "__main__":
    asyncio.run(
        serve(
            Mailbox(folder()),
            host=environment.SMTP_HOST(),
            port=environment.SMTP_PORT(),
        )
    )
