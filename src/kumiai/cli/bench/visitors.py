"""Who comes to the pages while it is measured: guessers, somebody who may come in, a reader."""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

ANSWER_SECONDS_MAX = 60
# Whoever is told to come again does, at least once after the flood is over.
LOGIN_SECONDS_MAX = 60
PAUSE_SECONDS = 1.0
PAGES = ("/help", "/terms", "/home", "/purchases")

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True, slots=True)
class Credentials:
    """A full login that the bench has made."""

    login_id: str
    password: str


class CannotBegin(Exception):
    """Not even before the flood does the right password open anything."""


@dataclass(slots=True)
class Seen:
    """What one visitor saw: answers by status, how long they took, how often a login took."""

    statuses: Counter[int] = field(default_factory=Counter)
    took_ms: list[float] = field(default_factory=list)
    tries: list[int] = field(default_factory=list)


class Browser:
    """One connection, its cookies, and the token of the login form."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address, timeout=ANSWER_SECONDS_MAX)
        self._cookies: SimpleCookie = SimpleCookie()
        self._token = ""

    def get(self, path: str) -> tuple[int, float]:
        """Status, and the seconds until the whole page was there."""
        begun = time.perf_counter()
        response, text = self._ask("GET", path)
        if found := _TOKEN.search(text):
            self._token = found[1]
        return response.status, time.perf_counter() - begun

    def log_in(self, login_id: str, password: str) -> HTTPResponse:
        """Send the login form."""
        typed = {"login_id": login_id, "password": password, "csrfmiddlewaretoken": self._token}
        return self._ask("POST", "/", urlencode(typed))[0]

    @property
    def cookies(self) -> str:
        """What it sends with every request by now."""
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": self.cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._cookies.load(value)
        return response, response.read().decode()


def let_in(address: str, who: Credentials) -> str:
    """The cookies of a browser that has come in; told to wait, it does. Raises CannotBegin."""
    browser = Browser(address)
    browser.get("/")
    deadline = time.monotonic() + LOGIN_SECONDS_MAX
    try:
        while (response := browser.log_in(who.login_id, who.password)).status != 302:
            if response.status != 503 or time.monotonic() > deadline:
                raise CannotBegin
            time.sleep(int(response.headers.get("Retry-After", "1")))
        return browser.cookies
    finally:
        browser.close()


def guess(address: str, name: str, goes_on: Callable[[], bool], seen: Seen) -> None:
    """Post wrong passwords without a pause, each for another login ID, so that none is slowed."""
    browser = Browser(address)
    browser.get("/")
    number = 0
    while goes_on():
        number += 1
        try:
            status = browser.log_in(f"{name}.{number}", "not the password").status
        except (OSError, HTTPException):
            status = 0
            browser.close()
        seen.statuses[status] += 1
    browser.close()


def come_in(address: str, who: Credentials, goes_on: Callable[[], bool], seen: Seen) -> None:
    """Log in with the right password again and again; told to wait, wait, and try once more."""
    while not seen.tries or goes_on():
        begun = time.monotonic()
        tries = _tries_until_in(address, who, begun + LOGIN_SECONDS_MAX, seen)
        if tries is None:
            return
        seen.tries.append(tries)
        seen.took_ms.append((time.monotonic() - begun) * 1000)
        time.sleep(PAUSE_SECONDS)


def _tries_until_in(address: str, who: Credentials, deadline: float, seen: Seen) -> int | None:
    browser = Browser(address)
    browser.get("/")
    tries = 0
    try:
        while time.monotonic() < deadline:
            tries += 1
            response = browser.log_in(who.login_id, who.password)
            seen.statuses[response.status] += 1
            if response.status == 302:
                return tries
            time.sleep(int(response.headers.get("Retry-After", "1")))
    finally:
        browser.close()
    return None


class Reader:
    """Somebody who logs in while all is quiet, and then opens one page after the other."""

    def __init__(self, address: str, who: Credentials) -> None:
        self._browser = Browser(address)
        self._who = who

    def log_in(self) -> None:
        """Raises CannotBegin."""
        self._browser.get("/")
        if self._browser.log_in(self._who.login_id, self._who.password).status != 302:
            self._browser.close()
            raise CannotBegin

    def read(self, goes_on: Callable[[], bool], seen: Seen) -> None:
        """All pages, and once more while it goes on."""
        while goes_on():
            for page in PAGES:
                status, seconds = self._browser.get(page)
                seen.statuses[status] += 1
                seen.took_ms.append(seconds * 1000)
                time.sleep(PAUSE_SECONDS / len(PAGES))
        self._browser.close()
