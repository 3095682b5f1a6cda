"""Handing mails to the mail server, over real SMTP connections."""

import contextlib
import functools
import smtplib
import socket
import ssl
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import Any, Self

from django.conf import settings

from kumiai.kit import clock
from kumiai.mail import rules
from kumiai.mail.rules import Answer

CONVERSATION_SECONDS_MAX = 60.0
# A server may want to see a new face now and then, and one that was quiet for long may be gone.
MAILS_A_CONNECTION_MAX = 100
IDLE_SECONDS_MAX = 10.0
GOOD_BYE = 421
_REASON_LENGTH_MAX = 300
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


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
    """The server did not take the mail; `answer` says whether it ever will.

    `is_about_server` where it is nothing about this mail: nobody answers, or we are sent away.
    """

    def __init__(self, answer: Answer, reason: str, *, is_about_server: bool = False) -> None:
        super().__init__(reason)
        self.answer = answer
        self.reason = " ".join(reason.split())[:_REASON_LENGTH_MAX]
        self.is_about_server = is_about_server


class Session:
    """A connection to the configured server, opened when first needed and kept over many mails.

    Used by one thread at a time, within a `with`.
    """

    def __init__(self) -> None:
        self._server: _InTime | None = None
        self._mails = 0
        self._used_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def hand_over(self, letter: Letter) -> None:
        """Return once the server has taken the mail. Raises NotTaken."""
        mail = compose(letter)
        if self._is_worn():
            self._leave()
        try:
            if self._server is not None and self._is_taken_at_once(self._server, letter, mail):
                return
            self._send(self._open(), letter, mail)
        except (smtplib.SMTPException, OSError) as trouble:
            raise _as_not_taken(trouble) from trouble

    def _is_worn(self) -> bool:
        idle_seconds = time.monotonic() - self._used_at
        return self._mails >= MAILS_A_CONNECTION_MAX or idle_seconds > IDLE_SECONDS_MAX

    def _is_taken_at_once(self, server: "_InTime", letter: Letter, mail: bytes) -> bool:
        """Whether a connection that was kept open took it; else it is closed, the mail unsent.

        A server may close between two mails whenever it likes, or say that it has had enough of
        this connection. Only once the content is on its way is it too late to begin anew.
        """
        try:
            self._send(server, letter, mail)
        except (smtplib.SMTPException, OSError) as trouble:
            if server.has_content_begun or _is_about_recipient(trouble):
                raise
            self._leave()
            return False
        return True

    def _open(self) -> "_InTime":
        self._leave()
        self._server = _connected()
        self._mails = 0
        return self._server

    def _send(self, server: "_InTime", letter: Letter, mail: bytes) -> None:
        if self._mails:
            server.begin_conversation()
        self._mails += 1
        try:
            server.sendmail(letter.from_address, [letter.to_address], mail)
        finally:
            self._used_at = time.monotonic()
            # After a lost connection or a 421 there is nothing left to keep.
            if server.sock is None:
                self._leave()

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.closing(server), contextlib.suppress(smtplib.SMTPException, OSError):
            if server.sock is not None:
                server.quit()


def hand_over(letter: Letter) -> None:
    """Return once the server has taken the mail, on a connection of its own. Raises NotTaken."""
    with Session() as session:
        session.hand_over(letter)


def compose(letter: Letter) -> bytes:
    """The mail as it travels: plain text in UTF-8; only what stands in a thread is by a person."""
    # The addresses of old carriers break the header's grammar; they travel as they are.
    own = (
        f"To: {letter.to_address}\r\n"
        f"Date: {format_datetime(letter.created_at.astimezone(clock.TOKYO))}\r\n"
        f"Message-ID: {letter.message_id}\r\n"
    )
    common = replace(letter, to_address="", message_id="", created_at=_ANY_TIME)
    return own.encode("ascii") + _said(common)


@functools.lru_cache(maxsize=32)
def _said(letter: Letter) -> bytes:
    """What all copies of a text have in common: encoding it takes as long as handing it over."""
    message = EmailMessage(policy=SMTP_POLICY.clone(max_line_length=76))
    message["From"] = Address(letter.from_name, addr_spec=letter.from_address)
    message["Subject"] = letter.subject
    if letter.references:
        message["In-Reply-To"] = letter.in_reply_to
        message["References"] = letter.references
    else:
        message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.body, charset="utf-8", cte="base64")
    return message.as_bytes()


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whom we believe over TLS. Reading all certificates takes longer than handing over a mail."""
    return ssl.create_default_context()


def _connected() -> "_InTime":
    """A new connection to the configured server, greeted and logged in."""
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server: _InTime
    if settings.EMAIL_USE_SSL:
        server = _TlsInTime(*where, timeout=settings.EMAIL_TIMEOUT, context=_trusted())
    else:
        server = _InTime(*where, timeout=settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=_trusted())
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server


class _InTime(smtplib.SMTP):
    """Hangs up when the conversation about one mail takes too long as a whole.

    A server that lets its answers drip, a sign every few seconds, outlasts the timeout of every
    single read, and would hold a worker for ever.
    """

    has_content_begun = False

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._watch(CONVERSATION_SECONDS_MAX)
        self._began_at = time.monotonic()
        try:
            return super().connect(*args, **kwargs)
        except BaseException:
            self._timer.cancel()
            raise

    def begin_conversation(self) -> None:
        """From here on the time of one more mail runs; the first one's runs since the greeting."""
        self._began_at = time.monotonic()
        self.has_content_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_content_begun = True
        return super().data(msg)

    def close(self) -> None:
        self._timer.cancel()
        super().close()

    def _watch(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._look_at_the_time)
        self._timer.daemon = True
        self._timer.start()

    def _look_at_the_time(self) -> None:
        """One timer serves many mails: it looks again when the present one's time is over."""
        left_seconds = self._began_at + CONVERSATION_SECONDS_MAX - time.monotonic()
        if left_seconds > 0:
            self._watch(left_seconds)
        elif self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _TlsInTime(_InTime, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def _is_about_recipient(trouble: Exception) -> bool:
    """A 421 is the server's good-bye, whatever it was asked."""
    match trouble:
        case smtplib.SMTPRecipientsRefused():
            return all(code != GOOD_BYE for code, _ in trouble.recipients.values())
        case _:
            return False


def _as_not_taken(trouble: smtplib.SMTPException | OSError) -> NotTaken:
    match trouble:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(trouble.recipients.values()))
            return _not_taken(code, text, is_about_recipient=True)
        case smtplib.SMTPDataError():
            return _not_taken(trouble.smtp_code, trouble.smtp_error, is_about_recipient=True)
        case smtplib.SMTPResponseException():
            return _not_taken(trouble.smtp_code, trouble.smtp_error, is_about_recipient=False)
    said = str(trouble) or type(trouble).__name__
    return NotTaken(Answer.LATER, said, is_about_server=True)


def _not_taken(code: int, text: bytes | str, *, is_about_recipient: bool) -> NotTaken:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    answer = rules.answer_of(code, is_about_recipient=is_about_recipient)
    return NotTaken(answer, f"{code} {said}", is_about_server=not is_about_recipient)
