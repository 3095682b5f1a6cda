"""Every setting of an installation, read from the environment and nowhere else.

Each is declared once below and read by calling it: `environment.PAGES_PORT()`. A value that is
not set is the default. A secret may come from a file: `NAME_FILE` names it. `SETTINGS` lists all
of them for the documentation.
"""

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kumiai.kit import embedded_postgres

T = TypeVar("T")

SETTINGS: "dict[str, Setting[object]]" = {}


class BadSetting(Exception):
    """A setting cannot be read; the message names it and what it should be."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting: its name, default, and one line on what it decides."""

    name: str
    default: T
    description: str
    parse: Callable[[str], T]
    is_secret: bool = False

    def __call__(self) -> T:
        text = self._text()
        if text is None:
            return self.default
        try:
            return self.parse(text)
        except ValueError as error:
            shown = "the value given" if self.is_secret else repr(text)
            raise BadSetting(f"{self.name}: {shown} is not usable ({error})") from error

    def _text(self) -> str | None:
        text = os.environ.get(self.name)
        if not text and self.is_secret and (file := os.environ.get(f"{self.name}_FILE")):
            try:
                text = Path(file).read_text("utf-8").strip()
            except OSError as error:
                raise BadSetting(f"{self.name}_FILE: {error}") from error
        return text or None


def envstr(name: str, default: str, description: str) -> Setting[str]:
    """Declare a setting that is a text."""
    return _declare(Setting(name, default, description, str))


def envint(name: str, default: int, description: str) -> Setting[int]:
    """Declare a setting that is a whole number."""
    return _declare(Setting(name, default, description, int))


def envbool(name: str, default: bool, description: str) -> Setting[bool]:
    """Declare a setting that is 1 or 0 (also yes or no, true or false, on or off)."""
    return _declare(Setting(name, default, description, _boolean))


def envlist(name: str, default: tuple[str, ...], description: str) -> Setting[tuple[str, ...]]:
    """Declare a setting that is a list of texts with commas between them."""
    return _declare(Setting(name, default, description, _list))


def envsecret(name: str, description: str) -> Setting[str]:
    """Declare a secret: a text, or the content of the file that NAME_FILE names."""
    return _declare(Setting(name, "", description, str, is_secret=True))


def _declare(setting: Setting[T]) -> Setting[T]:
    if setting.name in SETTINGS:
        raise BadSetting(f"{setting.name} is declared twice")
    SETTINGS[setting.name] = setting  # type: ignore[assignment]
    return setting


def _boolean(text: str) -> bool:
    match text.strip().lower():
        case "1" | "yes" | "true" | "on":
            return True
        case "0" | "no" | "false" | "off":
            return False
    raise ValueError("say 1 or 0")


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


DATA = envstr("KUMIAI_DATA", "var", "Folder of the embedded database, keys and files.")
DATABASE_URL = envsecret("DATABASE_URL", "PostgreSQL to use; empty: the embedded one.")
SECRET_KEY = envsecret("KUMIAI_SECRET_KEY", "Signs tokens; empty: one made in the data folder.")
COOP = envint("KUMIAI_COOP", 2101, "Co-op whose look is shown when the host name tells none.")
DEMO = envbool("KUMIAI_DEMO", False, "Whether this is a demo with its mailbox page.")

NOTICE_COPIES_PER_MINUTE = envint(
    "KUMIAI_NOTICE_COPIES_PER_MINUTE",
    10_500,
    "How many copies of notices go into the outbox in a minute.",
)

HOST = envstr("KUMIAI_HOST", "127.0.0.1", "Address the servers listen on.")
PAGES_PORT = envint("KUMIAI_PAGES_PORT", 8000, "Port of the pages.")
TILLS_PORT = envint("KUMIAI_TILLS_PORT", 8001, "Port of the till API.")
TILLS_PROCESSES = envint("KUMIAI_TILLS_PROCESSES", 2, "Till servers that share the port.")
PAGES_URL = envstr(
    "KUMIAI_PAGES_URL", "", "Public address of the pages; empty: from host and port."
)
ALLOWED_HOSTS = envlist("KUMIAI_ALLOWED_HOSTS", (), "More host names the pages answer to.")
PAGES_THREADS = envint(
    "KUMIAI_PAGES_THREADS", 8, "Threads of the page server, each one connection."
)
DATABASE_POOL = envint(
    "KUMIAI_DATABASE_POOL",
    0,
    "Connections a process keeps; the page server sets it to its threads.",
)
TRUSTED_PROXIES = envlist(
    "KUMIAI_TRUSTED_PROXIES", (), "Addresses whose X-Forwarded headers are believed."
)

SMTP_HOST = envstr("KUMIAI_SMTP_HOST", "127.0.0.1", "Mail server to hand mail to.")
SMTP_PORT = envint("KUMIAI_SMTP_PORT", 25, "Port of the mail server.")
SMTP_USER = envstr("KUMIAI_SMTP_USER", "", "User name at the mail server, if it wants one.")
SMTP_PASSWORD = envsecret("KUMIAI_SMTP_PASSWORD", "Password at the mail server.")
SMTP_CONNECTIONS = envint(
    "KUMIAI_SMTP_CONNECTIONS",
    8,
    "Connections kept open to the mail server while many mails go out.",
)
SMTP_TLS = envstr("KUMIAI_SMTP_TLS", "", "starttls, tls, or empty for none.")

LOG_LEVEL = envstr("KUMIAI_LOG_LEVEL", "INFO", "Least level of what is logged.")
LOG_FORMAT = envstr("KUMIAI_LOG_FORMAT", "text", "text for people, json for machines.")


def data_folder() -> Path:
    """The data folder, absolute; it may not exist yet."""
    return Path(DATA()).expanduser().absolute()


def database_url() -> str:
    """DATABASE_URL, or the address of the embedded database of this data folder."""
    return DATABASE_URL() or embedded_postgres.Server(database_folder()).url()


def database_folder() -> Path:
    """Where the embedded database lives."""
    return data_folder() / "postgres"


def pages_url() -> str:
    """The address people know the pages by, without a slash at its end."""
    return PAGES_URL().rstrip("/") or f"http://{reachable_host()}:{PAGES_PORT()}"


def tills_url() -> str:
    """The address of the till API as seen from this machine."""
    return f"http://{reachable_host()}:{TILLS_PORT()}"


def is_loopback() -> bool:
    """Whether the servers can be reached from this machine only."""
    return HOST() == "localhost" or ipaddress.ip_address(HOST()).is_loopback


def reachable_host() -> str:
    """Where to find a server that listens on HOST."""
    host = HOST()
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
