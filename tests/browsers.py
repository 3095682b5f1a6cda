"""The system's Chromium, for whatever looks at pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str:
    """Where it is; where it is not, whoever needs it fails and says what to do."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path, "the pages need a browser to be looked at: apt install chromium (see .ci/need)"
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed when the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield browser
        browser.close()
