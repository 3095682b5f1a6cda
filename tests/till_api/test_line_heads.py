"""A head that was read before: its next request must be answered as the first was."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
import uvicorn

from kumiai.till_api import line_heads
from kumiai.till_api.app import app
from kumiai.till_api.line_heads import BYTES_MAX, REMEMBERED_MAX, Head
from kumiai.till_api.line_protocol import LineProtocol
from tests.cast import Person
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills
from tests.till_api.test_line_protocol import Wire, head, plain

IDLE_SECONDS = 0.3


async def _nowhere(_: object) -> None:
    raise AssertionError


def a_head(length: int) -> Head:
    return Head(_nowhere, [], length)  # type: ignore[arg-type]


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing is remembered before and after."""
    line_heads._known.clear()
    yield
    line_heads._known.clear()


@pytest.mark.usefixtures("forgetful")
class TestRecall:
    def test_gives_the_head_and_the_body(self) -> None:
        known = a_head(2)
        line_heads.remember(b"POST /a HTTP/1.1\r\n\r\n{}", known)
        assert line_heads.recall(b"POST /a HTTP/1.1\r\n\r\n[]") == (known, b"[]")

    @pytest.mark.parametrize("data", [b"", b"{", b"{}\n", b"{}POST /a HTTP/1.1\r\n\r\n{}"])
    def test_knows_one_whole_request_only(self, data: bytes) -> None:
        line_heads.remember(b"POST /a HTTP/1.1\r\n\r\n{}", a_head(2))
        assert line_heads.recall(b"POST /a HTTP/1.1\r\n\r\n" + data) is None

    @pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"POST /b HTTP/1.1\r\n\r\n{}", b"{}"])
    def test_knows_no_other_head(self, data: bytes) -> None:
        line_heads.remember(b"POST /a HTTP/1.1\r\n\r\n{}", a_head(2))
        assert line_heads.recall(data) is None


@pytest.mark.usefixtures("forgetful")
class TestRemember:
    def test_leaves_out_a_head_that_is_too_long(self) -> None:
        data = b"POST /" + b"a" * BYTES_MAX + b"\r\n\r\n{}"
        line_heads.remember(data, a_head(2))
        assert line_heads.recall(data) is None

    def test_keeps_so_many_and_no_more(self) -> None:
        for number in range(REMEMBERED_MAX + 1):
            line_heads.remember(b"POST /%d\r\n\r\n" % number, a_head(0))
        assert len(line_heads._known) == 1


class TestAKnownHead:
    def test_leads_to_another_answer_for_another_body(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        first, second = (server.event(person.card, amount=amount) for amount in (100, 200))
        with Wire(tills) as wire:
            for sent in (first, first, second, first):
                wire.send(plain(here, sent))
                answer = wire.answer().body
                assert (answer["id"], answer["amount"]) == (sent["id"], sent["amount"])

    def test_is_read_again_where_its_body_comes_in_pieces(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sent = server.event(person.card, amount=100)
        whole = plain(here, sent)
        with Wire(tills) as wire:
            wire.send(whole)
            told = wire.answer().body
            for at in (1, len(whole) - 1, whole.index(b"\r\n\r\n") + 4):
                wire.send(whole[:at])
                wire.send(whole[at:])
                assert wire.answer().body == told

    def test_may_be_followed_by_the_next_at_once(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sent = [server.event(person.card, amount=amount) for amount in (100, 200, 300, 400)]
        with Wire(tills) as wire:
            wire.send(plain(here, sent[0]))
            assert wire.answer().body["amount"] == 100
            wire.send(*(plain(here, each) for each in sent[1:]))
            assert [wire.answer().body["amount"] for _ in sent[1:]] == [200, 300, 400]

    def test_with_a_key_nobody_has_is_refused_again(self, tills: Tills, here: World) -> None:
        request = head(here, "Content-Length: 2").replace(here.coop.till.key.encode(), b"x") + b"{}"
        with Wire(tills) as wire:
            for _ in range(3):
                wire.send(request)
                assert wire.answer().status == 401

    def test_with_a_broken_body_is_told_so_again(self, tills: Tills, here: World) -> None:
        with Wire(tills) as wire:
            for _ in range(3):
                wire.send(head(here, "Content-Length: 2") + b"{[")
                assert wire.answer().body["code"] == "not_json"


@contextlib.asynccontextmanager
async def impatient() -> AsyncIterator[int]:
    """A server that closes idle connections soon; its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app,
            http=LineProtocol,
            lifespan="off",
            log_level="critical",
            timeout_keep_alive=IDLE_SECONDS,  # type: ignore[arg-type]
        )
        serving = uvicorn.Server(config)
        task = asyncio.create_task(serving.serve(sockets=[listening]))
        while not serving.started:
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
        serving.should_exit = True
        await task


class TestAnIdleConnection:
    def test_is_closed_and_a_busy_one_is_not(self) -> None:
        asyncio.run(self._stays_while_it_is_used())

    async def _stays_while_it_is_used(self) -> None:
        async with impatient() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            loop = asyncio.get_running_loop()
            until = loop.time() + 3 * IDLE_SECONDS
            while loop.time() < until:
                writer.write(b"GET /nowhere HTTP/1.1\r\nHost: till\r\n\r\n")
                answer = await reader.readuntil(b"\r\n\r\n")
                length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                await reader.readexactly(length)
            assert await asyncio.wait_for(reader.read(), 30) == b""
            writer.close()
