"""Handing one mail to the mail server, over a real SMTP connection."""

import contextlib
import functools
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import Any

from django.conf import settings

from kumiai.kit import clock
from kumiai.mail import rules
from kumiai.mail.rules import Answer

CONVERSATION_SECONDS_MAX = 60.0
_REASON_LENGTH_MAX = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, ready to go."""

    message_id: str
    from_address: str
    from_name: str
    to_address: str
    subject: str
    body: str
    created_at: datetime
    in_reply_to: str = ""
    references: str = ""
    reply_to: str = ""


class NotTaken(Exception):
    """The server did not take the mail; `answer` says whether it ever will."""

    def __init__(self, answer: Answer, reason: str) -> None:
        super().__init__(reason)
        self.answer = answer
        self.reason = " ".join(reason.split())[:_REASON_LENGTH_MAX]


def hand_over(letter: Letter) -> None:
    """Return once the server has taken the mail. Raises NotTaken."""
    try:
        with _connection() as server:
            server.sendmail(letter.from_address, [letter.to_address], compose(letter))
    except smtplib.SMTPRecipientsRefused as refusal:
        code, text = next(iter(refusal.recipients.values()))
        raise _not_taken(code, text, is_about_recipient=True) from refusal
    except smtplib.SMTPDataError as refusal:
        raise _not_taken(
            refusal.smtp_code, refusal.smtp_error, is_about_recipient=True
        ) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise _not_taken(
            refusal.smtp_code, refusal.smtp_error, is_about_recipient=False
        ) from refusal
    except (smtplib.SMTPException, OSError) as trouble:
        raise NotTaken(Answer.LATER, str(trouble) or type(trouble).__name__) from trouble


def compose(letter: Letter) -> bytes:
    """The mail as it travels: plain text in UTF-8; only what stands in a thread is by a person."""
    message = EmailMessage(policy=SMTP_POLICY.clone(max_line_length=76))
    message["From"] = Address(letter.from_name, addr_spec=letter.from_address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at.astimezone(clock.TOKYO))
    message["Message-ID"] = letter.message_id
    if letter.references:
        message["In-Reply-To"] = letter.in_reply_to
        message["References"] = letter.references
    else:
        message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.body, charset="utf-8", cte="base64")
    # The addresses of old carriers break the header's grammar; they travel as they are.
    return f"To: {letter.to_address}\r\n".encode("ascii") + message.as_bytes()


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whom we believe over TLS. Reading all certificates takes longer than handing over a mail."""
    return ssl.create_default_context()


@contextlib.contextmanager
def _connection() -> Iterator[smtplib.SMTP]:
    """A connection to the configured server that is closed however this ends."""
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        server = _TlsInTime(*where, timeout=settings.EMAIL_TIMEOUT, context=_trusted())
    else:
        server = _InTime(*where, timeout=settings.EMAIL_TIMEOUT)
    with contextlib.closing(server):
        if settings.EMAIL_USE_TLS:
            server.starttls(context=_trusted())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        yield server
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()


class _InTime(smtplib.SMTP):
    """Hangs up when a conversation takes too long as a whole.

    A server that lets its answers drip, a sign every few seconds, outlasts the timeout of every
    single read, and would hold a worker for ever.
    """

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._watch = threading.Timer(CONVERSATION_SECONDS_MAX, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        try:
            return super().connect(*args, **kwargs)
        except BaseException:
            self._watch.cancel()
            raise

    def close(self) -> None:
        self._watch.cancel()
        super().close()

    def _hang_up(self) -> None:
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _TlsInTime(_InTime, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def _not_taken(code: int, text: bytes | str, *, is_about_recipient: bool) -> NotTaken:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    answer = rules.answer_of(code, is_about_recipient=is_about_recipient)
    return NotTaken(answer, f"{code} {said}")
