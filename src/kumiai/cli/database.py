"""The database a command works on: the one it is told of, or the embedded one.

`running()` joins the embedded server where `serve` runs it, else starts it for this command.
"""

import contextlib
from collections.abc import Iterator

import psycopg
import structlog

from kumiai.cli import refusal
from kumiai.kit import embedded_postgres, environment, postgres_user

_log = structlog.get_logger(__name__)

VERSION_MIN = 150_000
_MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a database that is fit for money, up for as long as the block lasts.

    Raises Refused where it does not start, cannot be reached or might lose payments.
    """
    with contextlib.ExitStack() as stack:
        if not environment.DATABASE_URL():
            server = embedded_postgres.Server(environment.database_folder())
            try:
                server.start()
            except (embedded_postgres.CannotStart, postgres_user.NoSystemUser, OSError) as error:
                raise refusal.Refused(
                    f"内蔵データベースを起動できません。{error}",
                    f"The embedded database does not start: {error}",
                ) from error
            stack.callback(server.stop)
        url = environment.database_url()
        check(url)
        yield url


def mend() -> None:
    """Let the embedded database run again where its keeper was killed; other ones mend themselves.

    For who is within `running()`, and stays there.
    """
    if environment.DATABASE_URL():
        return
    try:
        embedded_postgres.Server(environment.database_folder()).mend()
    except (embedded_postgres.CannotStart, postgres_user.NoSystemUser, OSError) as error:
        _log.error("the embedded database cannot be started again", error=str(error))


def check(url: str) -> None:
    """Refused unless the server is new enough and keeps what it has acknowledged."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            values = {name: _shown(connection, name) for name in (*_MUST_BE_ON, "server_encoding")}
    except psycopg.OperationalError as error:
        raise refusal.Refused(
            f"データベースに接続できません。DATABASE_URLを確かめてください。{error}",
            f"Cannot connect to the database; check DATABASE_URL: {error}",
        ) from error
    if version < VERSION_MIN:
        raise refusal.Refused(
            f"PostgreSQL 15以上が必要です（接続先は{version // 10_000}）。",
            f"PostgreSQL 15 or later is needed (this one is {version // 10_000}).",
        )
    if values["server_encoding"] != "UTF8":
        raise refusal.Refused(
            "データベースの文字コードはUTF8でなければなりません。",
            "The database must be encoded in UTF8.",
        )
    _check_durable(values)


def _check_durable(values: dict[str, str]) -> None:
    off = [name for name in _MUST_BE_ON if values[name] == "off"]
    if off:
        names = ", ".join(off)
        raise refusal.Refused(
            f"データベースの設定 {names} がoffです。支払いが失われるおそれがあるため起動しません。"
            "onにしてください。",
            f"The database has {names} off, so a payment could be lost: switch it on. Not started.",
        )


def _shown(connection: psycopg.Connection[tuple[str, ...]], name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row[0] if row else ""
