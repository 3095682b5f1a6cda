"""What a phone that has never been here has to fetch before the top page is there."""

import gzip
import re
from random import Random

from django.test import Client

from tests import cast
from tests.portal import history
from tests.portal.sessions import client_of

BYTES_MAX = 60_000
# The line of the status, and what proxies add to a head.
HEAD_MORE = 200
FETCHED = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"')


def fetched(client: Client, path: str) -> tuple[int, str]:
    """How many bytes travel, and the text."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.status_code == 200, path
    body = b"".join(answer) if answer.streaming else answer.content
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    squeezed = answer.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(body) if squeezed else body).decode()
    return head + len(body) + HEAD_MORE, text


class TestFirstView:
    def test_of_the_top_page_is_small(self, db: None) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        history.Life(hanako, coop, Random(7)).live()
        client = client_of(hanako)
        total, page = fetched(client, "/home")
        files = set(FETCHED.findall(page))
        assert len(files) >= 3
        total += sum(fetched(client, path.replace("&amp;", "&"))[0] for path in files)
        assert total < BYTES_MAX


class TestPages:
    def test_travel_squeezed_where_the_browser_can(self, db: None) -> None:
        client = client_of(cast.hanako(cast.coop_2101()))
        plain, squeezed = (
            client.get("/home"),
            client.get("/home", headers={"Accept-Encoding": "gzip"}),
        )
        assert "Content-Encoding" not in plain.headers
        assert squeezed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in squeezed.headers["Vary"]
        assert len(squeezed.content) < len(plain.content) / 2
        assert "<h1>" in gzip.decompress(squeezed.content).decode()
