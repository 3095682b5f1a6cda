"""A shop that can be done harm to: fifty tills of one store, members with money, `kumiai serve`.

Everything is made and served by the commands an operator uses, on the embedded PostgreSQL of a
data folder of its own.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from kumiai.kit import clock, embedded_postgres, ids
from tests import cast
from tests import installation as installations
from tests.installation import Installation, wait_until
from tests.members import files

TILLS = 50
MEMBERS = 24
STARTING_YEN = 50_000

# Whole blocks of points stay points here, so that every entry moves a purse by one version.
_MORE = '[[policy]]\nstarts_on = 2020-03-01\npreset = "guide-2020"\n[policy.changes]\n'
_MORE += "auto_top_up = false\n" + "".join(
    f'[[terminals]]\nname = "lane {number}"\nkind = "till"\nstore = "FERIO"\n'
    for number in range(1, TILLS + 1)
)

_PREPAID = """
SELECT purse.balance
  FROM members_membercard card
  JOIN ledger_account purse ON purse.holder_id = card.member_id AND purse.kind = 'PREPAID'
 WHERE card.code = %s
"""


@dataclass
class Shop:
    """An installation that serves, the keys of its tills and the cards of its members."""

    installation: Installation
    keys: Sequence[str] = ()
    cards: Sequence[str] = field(
        default_factory=lambda: [f"2101250{number:05d}" for number in range(MEMBERS)]
    )
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def port(self) -> int:
        return self.installation.tills_port

    @property
    def database(self) -> embedded_postgres.Server:
        return embedded_postgres.Server(self.installation.data / "postgres")

    def connect(self, *, role: str = embedded_postgres.ROLE) -> psycopg.Connection[Any]:
        return psycopg.connect(self.database.url(role=role), autocommit=True)

    def open(self) -> None:
        """Serve, as often as it has to be tried: the ports may still be in older hands."""

        def is_open() -> bool:
            if self.process is None or self.process.poll() is not None:
                self.process = self.installation.serve()
            return self.installation.serves()

        wait_until(is_open)

    def close(self, *, by: signal.Signals = signal.SIGTERM) -> None:
        """Ask the parent to stop, as an operator does, or kill it."""
        if self.process is not None:
            self.process.send_signal(by)
            self.process.wait(timeout=installations.WAIT_SECONDS)
            self.process = None

    def cut_power(self) -> None:
        """Kill everything at once: stopped first, lest one does more when it sees another die."""
        _signal(signal.SIGSTOP, *self.installation.processes())
        end(*self.installation.processes())
        self.close(by=signal.SIGKILL)
        wait_until(lambda: not self.installation.processes())

    def till_servers(self) -> set[int]:
        return self.installation.serving_only("tills")

    def listening(self) -> int:
        """How many till servers listen on the port."""
        return sum(1 for here, _, state, _ in _sockets() if here == self.port and state == "0A")

    def till_server_of(self, *, port: int) -> int:
        """The till server that has accepted a connection from that port of ours."""
        found: set[int] = set()

        def is_found() -> bool:
            found.update(self._holders(port=port))
            return bool(found)

        wait_until(is_found)
        return found.pop()

    def _holders(self, *, port: int) -> Iterator[int]:
        ends = (self.port, port)
        inodes = {inode for here, there, _, inode in _sockets() if (here, there) == ends}
        for pid in self.till_servers():
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(descriptor.readlink()) in {f"socket:[{inode}]" for inode in inodes}:
                        yield pid

    def prove_books(self) -> None:
        done = self.installation.command("prove-books")
        assert done.returncode == 0, done.stderr

    def prepaid_yen(self, card: str) -> int:
        with self.connect() as connection:
            row = connection.execute(_PREPAID, [card]).fetchone()
        assert row is not None
        return int(row[0])

    def status(self) -> int | None:
        """The status of `GET /v1/status`, or None where nobody answers."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/v1/status")[0]
        return None

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bool, bytes]:
        """Status, whether it is a replay, and bytes; raises where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": f"Bearer {self.keys[0]}", "Content-Type": "application/json"}
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, "Idempotent-Replay" in response.headers, response.read()


@contextlib.contextmanager
def opened() -> Iterator[Shop]:
    """One that serves, in which every member has so much money; closed at the end."""
    with installations.migrated() as installation:
        shop = Shop(installation)
        try:
            _take_in(shop)
            shop.open()
            for card in shop.cards:
                topped_up = top_up(card, STARTING_YEN)
                status, _, raw = shop.ask("POST", "/v1/top-ups", json.dumps(topped_up).encode())
                assert status == 200, raw
            yield shop
        finally:
            shop.close()


def top_up(card: str, yen: int) -> dict[str, Any]:
    return event(card) | {"amount": yen}


def sale(card: str, yen: int) -> dict[str, Any]:
    """One dish, paid with the card."""
    line = {"code": "D1023", "name": "唐揚げ丼", "genre": "food", "quantity": 1, "tax_rate": 10}
    lines = [line | {"unit_price": yen, "amount": yen}]
    return event(card) | {"lines": lines, "tenders": [{"kind": "prepaid"}]}


def event(card: str) -> dict[str, Any]:
    """What every write of a till carries."""
    at = clock.now().astimezone(clock.TOKYO)
    return {"id": str(ids.uuid7()), "card": card, "occurred_at": at.isoformat()}


def end(*processes: int) -> None:
    """As the kernel does when memory runs out: no farewell."""
    _signal(signal.SIGKILL, *processes)


def _signal(which: signal.Signals, *processes: int) -> None:
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, which)


def _take_in(shop: Shop) -> None:
    folder = shop.installation.data
    coop, members = folder / "coop.toml", folder / "members.csv"
    coop.write_text((cast.FILES / "2101.toml").read_text("utf-8") + _MORE, "utf-8")
    rows = [files.HANAKO | {"組合員番号": card} for card in shop.cards]
    members.write_text(files.member_csv(*rows), "utf-8")
    taken_in = shop.installation.command("import", "coops", "--json", str(coop))
    assert taken_in.returncode == 0, taken_in.stderr
    enrolled = json.loads(taken_in.stdout)["enrolled"]
    shop.keys = [each["key"] for each in enrolled if each["name"].startswith("lane")]
    assert len(shop.keys) == TILLS
    done = shop.installation.command("import", "members", "--coop", "2101", str(members))
    assert done.returncode == 0, done.stderr


def _sockets() -> Iterator[tuple[int, int, str, str]]:
    """The sockets of this machine: its own port, the other end's, state and inode."""
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        cells = row.split()
        here, there = (int(cell.rsplit(":", 1)[1], 16) for cell in cells[1:3])
        yield here, there, cells[3], cells[9]
