"""HTTP as it comes off the wire: in pieces, ahead of its turn, by the long way, or broken."""

import json
import socket
from typing import Any, Self

import pytest

from kumiai.till_api.line_protocol import HEAD_BYTES_MAX
from tests.cast import Person
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Answer, Tills

PATH = "/v1/top-ups"
TOP_UP = "POST /v1/top-ups HTTP/1.1\r\n"


def head(here: World, *lines: str, first: str = TOP_UP) -> bytes:
    """A request up to its body."""
    common = ("Host: till", f"Authorization: Bearer {here.coop.till.key}")
    said = [*common, "Content-Type: application/json", *lines]
    return (first + "".join(f"{line}\r\n" for line in said) + "\r\n").encode()


def plain(here: World, sent: dict[str, Any], *lines: str, first: str = TOP_UP) -> bytes:
    """A whole request as tills send it."""
    body = json.dumps(sent).encode()
    return head(here, f"Content-Length: {len(body)}", *lines, first=first) + body


def chunked(here: World, sent: dict[str, Any]) -> bytes:
    body = json.dumps(sent).encode()
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:7], body[7:]))
    return head(here, "Transfer-Encoding: chunked") + pieces + b"0\r\n\r\n"


class Wire:
    """A connection on which bytes are sent as they are."""

    def __init__(self, tills: Tills) -> None:
        self._socket = socket.create_connection(("127.0.0.1", tills.port), timeout=30)
        self._read = self._socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._read.close()
        self._socket.close()

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._socket.sendall(piece)

    def answer(self) -> Answer:
        """The next answer."""
        status = int(self._read.readline().split()[1])
        headers = {}
        while line := self._read.readline().strip().decode():
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        if status == 100:
            return self.answer()
        return Answer(status, headers, self._read.read(int(headers["content-length"])))

    def is_closed(self) -> bool:
        """Also where what was sent has not all been read."""
        try:
            return self._read.read(1) == b""
        except ConnectionResetError:
            return True


class TestARequest:
    def test_is_one_however_it_comes_in_pieces(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        whole = plain(here, server.event(person.card, amount=100))
        with Wire(tills) as wire:
            wire.send(*(whole[at : at + 1] for at in range(len(whole))))
            assert wire.answer().body["state"] == "settled"
            wire.send(whole[:40], whole[40:])
            assert wire.answer().is_replay

    def test_is_answered_in_its_turn_when_sent_ahead(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sent = [server.event(person.card, amount=amount) for amount in (100, 200, 300)]
        status = head(here, first="GET /v1/status HTTP/1.1\r\n")
        with Wire(tills) as wire:
            wire.send(b"".join(plain(here, each) for each in sent) + status)
            assert [wire.answer().body["amount"] for _ in sent] == [100, 200, 300]
            assert wire.answer().body["state"] == "ok"

    def test_is_answered_alike_on_every_way(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        """The short way, and all that uvicorn does beside it."""
        sent = server.event(person.card, amount=100)
        told = tills.settled(here.coop.till, PATH, sent)
        ways = [
            plain(here, sent),
            plain(here, sent, first=TOP_UP.replace("/v1", "http://till/v1")),
            plain(here, sent, first=TOP_UP.replace("top-ups", "top%2Dups")),
            plain(here, sent, "Expect: 100-continue"),
            chunked(here, sent),
        ]
        with Wire(tills) as wire:
            for way in ways:
                wire.send(way)
                answer = wire.answer()
                assert (answer.body, answer.is_replay) == (told, True), way

    @pytest.mark.parametrize(
        ("first", "line"),
        [(TOP_UP, "Connection: close"), (TOP_UP.replace("1.1", "1.0"), "X-Till: 3")],
    )
    def test_is_the_last_where_it_says_so(
        self, tills: Tills, here: World, person: Person, first: str, line: str
    ) -> None:
        sent = server.event(person.card, amount=100)
        with Wire(tills) as wire:
            wire.send(plain(here, sent, line, first=first))
            assert wire.answer().body["state"] == "settled"
            assert wire.is_closed()


class TestWhatIsNoRequest:
    @pytest.mark.parametrize(
        "lines",
        [
            ("Content-Length: 2", "Content-Length: 3"),
            ("Content-Length: 2", "Transfer-Encoding: chunked"),
            ("Content-Length: -1",),
            ("Content-Length: 99999999999999999999999",),
            ("Content-Length: 2", "X-Till: a\r\n folded"),
        ],
    )
    def test_in_its_headers_is_told(self, tills: Tills, here: World, lines: tuple[str]) -> None:
        """Two of these are how a request is smuggled past a proxy."""
        with Wire(tills) as wire:
            wire.send(head(here, *lines) + b"{}")
            assert wire.answer().problem() == (400, "not_http", "-")
            assert wire.is_closed()

    @pytest.mark.parametrize(
        "first",
        [
            "GET /v1/cards/２１０１ HTTP/1.1\r\n",
            "post /v1/top-ups HTTP/1.1\r\n",
            "\x16\x03\x01 is the beginning of TLS\r\n",
        ],
    )
    def test_in_its_first_line_is_told(self, tills: Tills, here: World, first: str) -> None:
        with Wire(tills) as wire:
            wire.send(head(here, first=first))
            assert wire.answer().problem() == (400, "not_http", "-")
            assert wire.is_closed()

    @pytest.mark.parametrize("start", [TOP_UP + "X-Till: ", "GET /v1/cards/"])
    def test_ends_where_its_head_grows_too_long(self, tills: Tills, start: str) -> None:
        """Whether the answer is still read depends on how much was on its way."""
        with Wire(tills) as wire, pytest.raises(ConnectionError):
            wire.send(start.encode(), *[b"1" * 4096] * 4096)

    def test_is_not_seen_in_a_long_body_before_another_head(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sent = server.event(person.card, amount=100)
        body = json.dumps(sent).encode() + b" " * 4 * HEAD_BYTES_MAX
        next_one = plain(here, sent)
        with Wire(tills) as wire:
            wire.send(head(here, f"Content-Length: {len(body)}") + body + next_one[:20])
            assert wire.answer().body["state"] == "settled"
            wire.send(next_one[20:])
            assert wire.answer().is_replay

    def test_leaves_the_server_well(self, tills: Tills, here: World) -> None:
        assert tills.get(here.coop.till, "/v1/status").status == 200
