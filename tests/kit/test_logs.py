"""No line of the log opens anything."""

import io
import logging
import logging.config
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from kumiai.kit import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a handler of the configuration writes."""
    formatter: dict[str, Any] = logs.configuration(level="INFO", is_json=True)["formatters"]["line"]
    made = formatter.pop("()")(**formatter)
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(made)
    logger = logging.getLogger("tests.kit.logs")
    logger.propagate = False
    logger.addHandler(handler)
    yield handler.stream
    logger.removeHandler(handler)
    logger.propagate = True


class TestLines:
    def test_hold_no_token_of_a_pages_address(self, written: io.StringIO) -> None:
        token = secrets.token_urlsafe(32)
        logging.getLogger("tests.kit.logs").warning("Gone: %s", f"/new-password/{token}")
        assert token not in written.getvalue()
        assert "/new-password/…" in written.getvalue()

    def test_hold_none_in_a_traceback_either(self, written: io.StringIO) -> None:
        token, pages = secrets.token_urlsafe(32), dict[str, str]()
        try:
            pages[f"/full-registration/{token}"]
        except KeyError:
            logging.getLogger("tests.kit.logs").exception("failed")
        assert "KeyError" in written.getvalue()
        assert token not in written.getvalue()

    def test_keep_everything_else(self, written: io.StringIO) -> None:
        words = "Not Found: /purchases/01890a5d-ac96-774b-bcce-b302099a8057 " + "a" * 44
        logging.getLogger("tests.kit.logs").warning(words)
        assert words in written.getvalue()
