"""uvicorn's HTTP, with a short way for the calls of the lunch line.

A sale goes from its bytes to its endpoint and back without ASGI: no scope, no messages, no
framework, and its answer leaves in one write (each further one would wake the other end once
more). That is two thirds of what HTTP costs; and a head that has been read before is not read again
(`line_heads`). Whatever is unusual – another call, a body without a length, one that is too large,
requests sent ahead of their answers – goes uvicorn's own way.
"""

import asyncio
import functools
from collections.abc import Sequence
from typing import Any, Protocol

from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kumiai.ledger.posting import Outcome
from kumiai.till_api import app as tills
from kumiai.till_api import line_heads, problems
from kumiai.till_api.call import BODY_BYTES_MAX, LineCall
from kumiai.till_api.line_heads import Head
from kumiai.till_api.operation import Endpoint
from kumiai.till_api.problems import Problem

# What stands before a body is kept until it is whole: nobody may send it without end.
HEAD_BYTES_MAX = 1 << 16


class _Event(Protocol):
    def set(self) -> None:
        """Tell whoever waits; nobody does."""


class _Nobody:
    def set(self) -> None:
        pass


class _LineCycle:
    """One request of the line and its answer, as the rest of uvicorn asks about it."""

    __slots__ = ("body", "disconnected", "endpoint", "keep_alive", "response_complete")
    message_event: _Event = _Nobody()

    def __init__(self, endpoint: Endpoint, *, keep_alive: bool, body: bytes = b"") -> None:
        self.endpoint = endpoint
        self.keep_alive = keep_alive
        self.body = body
        self.response_complete = False
        self.disconnected = False


class _Gathered:
    """A transport that writes together what is written before the loop goes on."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Keep it until the end of this turn of the loop."""
        self._parts.append(data)
        if len(self._parts) == 1:
            self._loop.call_soon(self.flush)

    def write_now(self, data: bytes) -> None:
        """Write what is kept and this."""
        self.flush()
        self._transport.write(data)

    def close(self) -> None:
        """Write what is kept, then close."""
        self.flush()
        self._transport.close()

    def flush(self) -> None:
        """Write what is kept."""
        if self._parts:
            parts, self._parts = self._parts, []
            self._transport.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class LineProtocol(HttpToolsProtocol):
    """A connection of a till."""

    cycle: Any  # A _LineCycle, or uvicorn's own.
    _head_bytes: int | None = None  # Of a request whose head is not whole yet.
    _has_begun = False  # A request, in what came in last.
    _is_between = True  # Requests: the parser waits for the first byte of the next.
    _received = b""  # What came in last, where a request begins with it.
    _idle_since: float | None = None
    _idle_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the gathering transport between uvicorn and the socket."""
        super().connection_made(_Gathered(transport, self.loop))  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        """Bytes have come in: one request as often before, or whatever the parser makes of them."""
        if self._is_between and self._is_answered() and (known := line_heads.recall(data)):
            self._idle_since = None
            head, body = known
            self.cycle = _LineCycle(head.endpoint, keep_alive=True, body=body)
            self._start(self.cycle, head.headers)
            return
        self._received = data if self._is_between else b""
        self._has_begun = False
        super().data_received(data)
        if self._head_bytes is None or self._has_begun:
            return
        # A head that began before these bytes and goes on.
        self._head_bytes += len(data)
        if self._head_bytes > HEAD_BYTES_MAX and not self.transport.is_closing():
            self.send_400_response("The head is too long.")

    def send_400_response(self, _: str) -> None:
        """Tell that the request cannot be read, in the words of every error, and close."""
        response = problems.answer(Problem("not_http"))
        self.transport.write(self._written(response, keep_alive=False))
        self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins; its scope is made only where somebody will ask for it."""
        self._has_begun, self._is_between, self._head_bytes = True, False, 0
        self.url = b""
        self.headers = []
        self.expect_100_continue = False

    def on_headers_complete(self) -> None:
        """Take the short way where the request may go it."""
        self._head_bytes = None
        endpoint = self._line_endpoint()
        if endpoint is not None:
            self.cycle = _LineCycle(endpoint, keep_alive=self.parser.should_keep_alive())
            if self.cycle.keep_alive:
                self._remember(endpoint)
            return
        url, headers, is_expecting = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, is_expecting
        self.headers.extend(headers)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        if isinstance(self.cycle, _LineCycle):
            self.cycle.body = self.cycle.body + body if self.cycle.body else body
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is here whole."""
        self._is_between = True
        if isinstance(self.cycle, _LineCycle):
            self._start(self.cycle, self.headers)
        else:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Turn to the next request, or wait for one: the clock of that is looked at, not set."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        self._idle_since = self.loop.time()
        if self._idle_timer is None:
            self._look_again(self.timeout_keep_alive)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let nothing wait for it any more."""
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        super().connection_lost(exc)

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = None

    def _look_again(self, seconds: float) -> None:
        self._idle_timer = self.loop.call_later(seconds, self._close_if_idle)

    def _close_if_idle(self) -> None:
        """Close after so long without a request; where there was one, look again later."""
        idle = 0.0 if self._idle_since is None else self.loop.time() - self._idle_since
        if idle >= self.timeout_keep_alive:
            self.timeout_keep_alive_handler()
        else:
            self._look_again(self.timeout_keep_alive - idle)

    def _is_answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _remember(self, endpoint: Endpoint) -> None:
        """Keep a head that began with the bytes received last, for the next request."""
        length = next(int(value) for name, value in self.headers if name == b"content-length")
        line_heads.remember(self._received, Head(endpoint, self.headers, length))

    def _start(self, cycle: _LineCycle, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Hand it in at once if nothing has to be asked before; a task of its own costs as much."""
        call = LineCall(tills.app, headers, cycle.body)
        try:
            waiting = tills.handed_in(cycle.endpoint, call)
        except Exception as error:  # noqa: BLE001 - told to the caller, and to the log.
            self._answer(cycle, tills.answer_to(error))
            return
        if waiting is not None:
            waiting.add_done_callback(functools.partial(self._settled, cycle))
            return
        task = self.loop.create_task(self._serve(cycle, call))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    def _line_endpoint(self) -> Endpoint | None:
        endpoint = tills.LINE.get(self.url)
        if endpoint is None or not self._is_answered() or self.expect_100_continue:
            return None
        if self.parser.get_method() != b"POST" or self.parser.get_http_version() != "1.1":
            return None
        lengths = [value for name, value in self.headers if name == b"content-length"]
        is_plain = len(lengths) == 1 and lengths[0].isdigit() and not self.parser.should_upgrade()
        return endpoint if is_plain and int(lengths[0]) <= BODY_BYTES_MAX else None

    async def _serve(self, cycle: _LineCycle, call: LineCall) -> None:
        self._answer(cycle, await tills.answer(cycle.endpoint, call))

    def _settled(self, cycle: _LineCycle, outcome: "asyncio.Future[Outcome]") -> None:
        self._answer(cycle, tills.answer_of(outcome))

    def _answer(self, cycle: _LineCycle, response: Response) -> None:
        cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        written = self._written(response, keep_alive=cycle.keep_alive)
        self.transport.write_now(written)  # type: ignore[attr-defined]
        if cycle.keep_alive:
            self.on_response_complete()
        else:
            self.server_state.total_requests += 1
            self.transport.close()

    def _written(self, response: Response, *, keep_alive: bool) -> bytes:
        parts = [STATUS_LINE[response.status_code]]
        for name, value in (*self.server_state.default_headers, *response.raw_headers):
            parts += (name, b": ", value, b"\r\n")
        parts += (b"\r\n" if keep_alive else b"connection: close\r\n\r\n", bytes(response.body))
        return b"".join(parts)
