"""Bodies that come slowly, in half or under a wrong length: nobody waits, nothing is stored."""

import contextlib
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cast import Person
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

SALE = "/v1/purchases"
CASH = [{"kind": "cash"}]


@contextlib.contextmanager
def connected(tills: Tills) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", tills.port), timeout=30) as line:
        yield line


def head(here: World, path: str, *headers: str) -> bytes:
    """The beginning of a request of till 3."""
    told = (f"POST {path} HTTP/1.1", "Host: tills", f"Authorization: Bearer {here.coop.till.key}")
    return "\r\n".join((*told, "Content-Type: application/json", *headers, "", "")).encode()


def sized(here: World, path: str, body: bytes) -> tuple[bytes, bytes]:
    """Two halves of a request with its length."""
    half = len(body) // 2
    return head(here, path, f"Content-Length: {len(body)}") + body[:half], body[half:]


def chunked(here: World, path: str, body: bytes) -> tuple[bytes, bytes]:
    """Two halves of a request that does not say how long it is."""
    half = len(body) // 2
    first, second = (b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:]))
    return head(here, path, "Transfer-Encoding: chunked") + first, second + b"0\r\n\r\n"


def read(line: socket.socket) -> tuple[int, dict[str, Any]]:
    """Status and body of an answer."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(65_536)
    told, _, body = answer.partition(b"\r\n\r\n")
    [length] = [
        int(h[16:]) for h in told.lower().split(b"\r\n") if h.startswith(b"content-length:")
    ]
    while len(body) < length:
        body += line.recv(65_536)
    return int(told.split()[1]), json.loads(body)


in_both_ways = pytest.mark.parametrize("halves", [sized, chunked])
of_both_calls = pytest.mark.parametrize("path", [SALE, "/v1/batches"])


def sale(path: str, card: str) -> tuple[dict[str, Any], bytes]:
    """A sale as it is sent, alone or in a batch."""
    sold = server.sale(card, tenders=CASH)
    whole = sold if path == SALE else {"entries": [{"type": "purchase", **sold}]}
    return sold, json.dumps(whole).encode()


class TestABodyThatComesSlowly:
    @in_both_ways
    @of_both_calls
    def test_lets_others_be_served_meanwhile(
        self,
        tills: Tills,
        here: World,
        person: Person,
        halves: Callable[[World, str, bytes], tuple[bytes, bytes]],
        path: str,
    ) -> None:
        sold, body = sale(path, person.card)
        first, second = halves(here, path, body)
        with connected(tills) as slow:
            slow.sendall(first)
            tills.settled(here.coop.till, SALE, server.sale(person.card, tenders=CASH))
            assert tills.get(here.coop.till, f"/v1/entries/{sold['id']}").status == 404
            for byte in second:
                slow.sendall(bytes([byte]))
            status, told = read(slow)
        assert status == 200
        assert (told if path == SALE else told["entries"][0]["body"])["state"] == "settled"


@pytest.mark.usefixtures("unharmed")
class TestABodyThatBreaksOff:
    @in_both_ways
    @of_both_calls
    def test_is_not_stored(
        self,
        tills: Tills,
        here: World,
        halves: Callable[[World, str, bytes], tuple[bytes, bytes]],
        path: str,
    ) -> None:
        sold, body = sale(path, here.hanako.card)
        first, _ = halves(here, path, body)
        with connected(tills) as broken:
            broken.sendall(first)
            broken.shutdown(socket.SHUT_WR)
            broken.recv(65_536)
        assert tills.get(here.coop.till, f"/v1/entries/{sold['id']}").status == 404

    def test_and_says_it_is_whole_is_no_json(self, tills: Tills, here: World) -> None:
        """The length is that of the half."""
        _, body = sale(SALE, here.hanako.card)
        with connected(tills) as line:
            half = body[: len(body) // 2]
            line.sendall(head(here, SALE, f"Content-Length: {len(half)}") + half)
            status, told = read(line)
        assert (status, told["code"]) == (400, "not_json")


@pytest.mark.usefixtures("unharmed")
class TestALength:
    def test_over_a_mebibyte_is_refused_before_the_body_comes(
        self, tills: Tills, here: World
    ) -> None:
        with connected(tills) as line:
            line.sendall(head(here, SALE, "Content-Length: 2000000"))
            status, told = read(line)
        assert (status, told["code"]) == (413, "too_large")

    @pytest.mark.parametrize("length", ["-1", "x", "1e3", "99999999999999999999999"])
    def test_that_is_none_is_refused(self, tills: Tills, here: World, length: str) -> None:
        with connected(tills) as line:
            line.sendall(head(here, SALE, f"Content-Length: {length}") + b"{}")
            assert line.recv(65_536).startswith((b"HTTP/1.1 400", b"HTTP/1.1 413"))
