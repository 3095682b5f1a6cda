"""`kumiai serve`: pages, till API and worker under one parent.

`serve --only pages` (or tills, or worker) runs one of them alone, for machines of their own; the
parent starts its children in the same way.
"""

import errno
import http.client
import socket
from collections.abc import Callable, Sequence
from importlib import import_module

import click

from kumiai.cli import database, refusal, schema, supervisor
from kumiai.kit import environment

SERVERS = ("pages", "tills", "worker")


@click.command()
@click.option("--only", type=click.Choice(SERVERS), help="Run one server alone.")
def serve(only: str | None) -> None:
    """Run the pages, the till API and the worker until Ctrl-C."""
    if only:
        with database.running():
            import_module(f"kumiai.cli.serve_{only}").run()
    else:
        with schema.ready():
            run(when_ready=_tell)


def run(
    *, extra: Sequence[supervisor.Child] = (), when_ready: Callable[[], None] = lambda: None
) -> None:
    """Run all servers, and `extra` ones, on a database that is ready, until a signal says stop.

    `when_ready` is called once everything answers. Refused where a port is taken or a server
    does not come up.
    """
    refuse_taken_ports()
    try:
        supervisor.Supervisor(
            [*extra, *children()], when_ready=when_ready, meanwhile=database.mend
        ).run()
    except supervisor.DidNotStart as error:
        raise refusal.Refused(
            f"起動できませんでした。上の記録を確かめてください（{error}）。",
            f"Could not start, see above: {error}.",
        ) from error


def children() -> list[supervisor.Child]:
    """The servers as children of a supervisor: one of each sort, and as many for tills as set."""
    ready = {
        "pages": _answers(environment.PAGES_PORT(), "/icon.svg"),
        "tills": _answers(environment.TILLS_PORT(), "/v1/status"),
    }
    return [
        supervisor.Child(
            name,
            supervisor.python("-m", "kumiai.cli", "serve", "--only", name),
            ready=ready.get(name, lambda: True),
        )
        for name in SERVERS
        for _ in range(environment.TILLS_PROCESSES() if name == "tills" else 1)
    ]


def refuse_taken_ports() -> None:
    """Refused where somebody else listens on one of our ports already."""
    for setting in (environment.PAGES_PORT, environment.TILLS_PORT):
        _try_port(environment.HOST(), setting)


def _try_port(host: str, setting: environment.Setting[int]) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, setting()))
            attempt.listen(1)
        except (OSError, OverflowError) as error:
            taken = getattr(error, "errno", None) == errno.EADDRINUSE
            raise _port_refusal(host, setting, "" if taken else str(error)) from error


def _port_refusal(host: str, setting: environment.Setting[int], other: str) -> refusal.Refused:
    place = f"{host}:{setting()}"
    if other:
        return refusal.Refused(
            f"{place} で待ち受けできません（{other}）。"
            f"KUMIAI_HOSTと{setting.name}を確かめてください。",
            f"Cannot listen on {place}, check KUMIAI_HOST and {setting.name}: {other}.",
        )
    return refusal.Refused(
        f"{place} は他のプログラムが使っています。そのプログラムを終えるか、"
        f"{setting.name}で別のポートを指定してください。",
        f"{place} is in use by another program: end it, or set {setting.name} to another port.",
    )


def _answers(port: int, path: str) -> Callable[[], bool]:
    """A question whether the server on that port answers anything over HTTP."""

    def ask() -> bool:
        connection = http.client.HTTPConnection(environment.reachable_host(), port, timeout=5)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    return ask


def _tell() -> None:
    click.echo(f"ページ Pages      {environment.pages_url()}")
    click.echo(f"レジ   Till API   {environment.tills_url()}")
    click.echo("Ctrl-C で終了します。 Ctrl-C stops everything.")
