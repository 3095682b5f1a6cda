"""The till API under uvicorn on a free port, and a terminal that speaks raw HTTP to it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from kumiai.coops.actions import EnrolledTerminal
from kumiai.kit import clock, ids
from kumiai.till_api.writes import WRITES
from kumiai.wallet.answers import Declined

START_SECONDS_MAX = 30


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in small letters) and bytes as they came."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.raw)
        return decoded

    @property
    def is_replay(self) -> bool:
        return self.headers.get("idempotent-replay") == "true"

    def problem(self) -> tuple[int, str, str]:
        """Status, code and pointer of the first wrong field, checked to be a whole problem."""
        assert self.headers["content-type"] == "application/problem+json", self.raw
        told = self.body
        assert {"type", "title", "title_en", "status", "code", "errors"} == set(told)
        assert told["status"] == self.status
        assert not told["title"].isascii()
        assert told["title_en"].isascii()
        for error in told["errors"]:
            assert error["pointer"] == "" or error["pointer"].startswith("/")
            assert not error["message"].isascii()
            assert error["message_en"]
        first = told["errors"][0]["pointer"] if told["errors"] else "-"
        return self.status, told["code"], first


@dataclass
class Tills:
    """A running till API; `stop` and `start` again as a restart does."""

    database_url: str
    port: int = 0
    log: Path = field(default_factory=lambda: Path(tempfile.mkdtemp()) / "log")
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from kumiai.cli import serve_tills; serve_tills.run()"],
                env=os.environ
                | {"DATABASE_URL": self.database_url, "KUMIAI_TILLS_PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._listens():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)
            self._process = None

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        key: str = "",
        timeout: float = 30,
        **headers: str,
    ) -> Answer:
        """One call on a connection of its own; `headers` with _ for the hyphen."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            sent.setdefault("Authorization", f"Bearer {key}")
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())

    def post(self, till: EnrolledTerminal, path: str, body: Any, **more: Any) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, raw, key=till.key, **more)

    def get(self, till: EnrolledTerminal, path: str) -> Answer:
        return self.ask("GET", path, key=till.key)

    def settled(self, till: EnrolledTerminal, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        """The answer of a write that is done, the same when asked again or read."""
        return self._told(till, path, sent, "settled")

    def declined(self, till: EnrolledTerminal, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        """A decline: 200, stored, with a text for the clerk, the same when asked again or read."""
        told = self._told(till, path, sent, "declined")
        assert not told["text"].isascii()
        assert "remedies" in told
        return told

    def _told(
        self, till: EnrolledTerminal, path: str, sent: dict[str, Any], state: str
    ) -> dict[str, Any]:
        answer = self.post(till, path, sent)
        assert (answer.status, answer.body.get("state")) == (200, state), answer.raw
        again = self.post(till, path, sent)
        assert (again.raw, again.is_replay) == (answer.raw, True)
        assert self.get(till, f"/v1/entries/{sent['id']}").raw == answer.raw
        assert answer.body["id"] == sent["id"]
        assert_described(path, answer.body)
        return answer.body

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def assert_described(path: str, told: dict[str, Any]) -> None:
    """The answer of a write is one that its description names, with a reason it names."""
    write = WRITES[path]
    kind = Declined if told["state"] == "declined" else write.answer
    msgspec.convert(told, kind)
    assert set(told) <= {field.encode_name for field in msgspec.structs.fields(kind)}
    assert told["state"] == "settled" or told["reason"] in write.reasons, (path, told["reason"])


@contextlib.contextmanager
def running(database_url: str) -> Iterator[Tills]:
    """The till API on a database; it must end without a traceback in its log."""
    tills = Tills(database_url)
    tills.start()
    try:
        yield tills
    finally:
        tills.stop()
    assert "Traceback" not in tills.log.read_text(), tills.log.read_text()


def event(card: str, **more: Any) -> dict[str, Any]:
    """What every write carries."""
    at = clock.now().astimezone(clock.TOKYO)
    return {"id": str(ids.uuid7()), "card": card, "occurred_at": at.isoformat()} | more


def line(yen: int, **more: Any) -> dict[str, Any]:
    fields = {"code": "D1023", "name": "唐揚げ丼", "genre": "food", "quantity": 1}
    return fields | {"unit_price": yen, "amount": yen, "tax_rate": 10} | more


def sale(card: str, *lines: dict[str, Any], tenders: Any = None, **more: Any) -> dict[str, Any]:
    """A sale of a rice bowl, if nothing else is said, paid with the card."""
    paid = [{"kind": "prepaid"}] if tenders is None else tenders
    return event(card, lines=list(lines) or [line(480)], tenders=paid, **more)
