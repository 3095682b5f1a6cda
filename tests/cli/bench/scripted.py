"""A server that answers as it is told, and remembers what it was asked, for clients of a bench."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

FORM = b'<form><input name="csrfmiddlewaretoken" value="token1"></form>'


@dataclass
class Script:
    """What posts are answered with, in their order and the last again and again."""

    address: str
    posts: list[tuple[int, bytes]]
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    gets: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_post(self) -> tuple[int, bytes]:
        with self.lock:
            return self.posts.pop(0) if len(self.posts) > 1 else self.posts[0]


@contextmanager
def server(*posts: tuple[int, bytes]) -> Iterator[Script]:
    """Serve until the block ends. A post asked to come again is to do so at once."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            script.gets.append(self.path)
            self._answer(200, FORM, "Set-Cookie", "browser=known; Path=/; HttpOnly")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            cookie = self.headers.get("Cookie", "")
            script.asked.append((body, dict(parse_qsl(body)), cookie))
            status, answer = script.next_post()
            self._answer(status, answer, "Retry-After", "0")

        def _answer(self, status: int, body: bytes, name: str, value: str) -> None:
            self.send_response(status)
            self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    script = Script(f"127.0.0.1:{listening.server_port}", list(posts))
    serving = threading.Thread(target=listening.serve_forever)
    serving.start()
    try:
        yield script
    finally:
        listening.shutdown()
        serving.join()
        listening.server_close()
