"""One HTTP call as the endpoints need it: a header, and the body up to its limit."""

from collections.abc import Sequence
from typing import Any

from starlette.types import Receive, Scope

from kumiai.till_api.problems import Problem

BODY_BYTES_MAX = 1 << 20


class Call:
    """A thin view of an ASGI request."""

    __slots__ = ("_headers", "_receive", "app", "path_params", "query")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.app: Any = scope["app"]
        self.path_params: dict[str, str] = scope.get("path_params", {})
        self.query: bytes = scope["query_string"]
        self._headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
        self._receive = receive

    def header(self, name: bytes) -> str:
        """The header of that lower-case name; empty where there is none."""
        for key, value in self._headers:
            if key == name:
                return value.decode("latin-1")
        return ""

    async def body(self) -> bytes:
        """The whole body. Raises Problem where it is over 1 MiB or breaks off."""
        length = self.header(b"content-length")
        if length.isdigit() and int(length) > BODY_BYTES_MAX:
            raise Problem("too_large")
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Problem("not_json")
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > BODY_BYTES_MAX:
                raise Problem("too_large")
            if not message.get("more_body", False):
                return chunks[0] if len(chunks) == 1 else b"".join(chunks)


class LineCall(Call):
    """A call whose body is here already, and within its limit."""

    __slots__ = ("whole",)

    def __init__(self, app: Any, headers: Sequence[tuple[bytes, bytes]], whole: bytes) -> None:
        self.app = app
        self.path_params = {}
        self.query = b""
        self._headers = headers
        self.whole = whole

    async def body(self) -> bytes:
        """The whole body."""
        return self.whole
