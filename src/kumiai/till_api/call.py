"""One HTTP call as the endpoints need it: a header, and the body up to its limit."""

from starlette.types import Receive, Scope

from kumiai.till_api.problems import Problem

BODY_BYTES_MAX = 1 << 20


class Call:
    """A thin view of an ASGI request; the lunch line has no time for more."""

    __slots__ = ("_receive", "scope")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self._receive = receive

    def header(self, name: bytes) -> str:
        """The header of that lower-case name; empty where there is none."""
        for key, value in self.scope["headers"]:
            if key == name:
                text: str = value.decode("latin-1")
                return text
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
