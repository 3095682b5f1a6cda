"""`kumiai demo`: everything on this machine, with made-up co-ops in it, until Ctrl-C."""

import os

import click
import django

from kumiai.cli import database, schema, serve
from kumiai.cli.demo import mailbox


@click.command()
@click.option("--load-only", is_flag=True, help="Load the demo, start no server.")
def demo(*, load_only: bool) -> None:
    """Run pages, tills, worker and a mailbox on two made-up co-ops until Ctrl-C.

    The first start loads them, with members and thirteen months of history; a start that was
    broken off is taken up where it stopped. Where to begin is printed, and written to demo.json
    in the data folder.
    """
    smtp_port = _settle_environment()
    if not load_only:
        serve.refuse_taken_ports()
    with database.running():
        django.setup()
        if schema.is_behind():
            click.echo("データベースを準備しています。 Preparing the database.", err=True)
            schema.bring_up_to_date()
        from kumiai.cli.demo import loading, try_this

        loading.ensure()
        if not load_only:
            serve.run(extra=[mailbox.child(smtp_port)], when_ready=try_this.show)


def _settle_environment() -> int:
    """A demo, and its mail to its own mailbox: for this process and the servers it starts."""
    port = mailbox.free_port()
    os.environ |= {
        "KUMIAI_DEMO": "1",
        "KUMIAI_SMTP_HOST": "127.0.0.1",
        "KUMIAI_SMTP_PORT": str(port),
        "KUMIAI_SMTP_USER": "",
        "KUMIAI_SMTP_TLS": "",
    }
    return port
