"""`kumiai bench`: how fast, measured in one run on one machine against what it stands on."""

import json

import click

from kumiai.cli.bench import login_flood


@click.group()
def bench() -> None:
    """Measure speed; nothing of it touches the installation's own data."""


@bench.command()
@click.option("--seconds", type=click.IntRange(1, 3600), default=20, show_default=True)
@click.option("--connections", type=click.IntRange(1, 1024), default=64, show_default=True)
@click.option("--members", type=click.IntRange(1, 2_000_000), default=100_000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def tills(*, seconds: int, connections: int, members: int, as_json: bool) -> None:
    """Sales per second over HTTP beside pgbench's TPC-B on the same server."""
    # The rooms can be imported only once Django is set up, on the bench's own database.
    from kumiai.cli.bench import sales

    result = sales.run(seconds=seconds, connections=connections, members=members, quiet=as_json)
    if as_json:
        click.echo(json.dumps(result.as_json()))
        return
    for name, figure in result.rows():
        click.echo(f"  {name:<44} {figure:>14}")


bench.add_command(login_flood.login_flood)
