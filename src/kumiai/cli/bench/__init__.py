"""`kumiai bench`: how fast, measured in one run on one machine against what it stands on."""

import json

import click

from kumiai.cli import refusal
from kumiai.cli.bench import login_flood, measuring, pages
from kumiai.cli.bench.measures import MIXES, Mix, MixName
from kumiai.cli.bench.measuring import Wanted

SECONDS = 20
TILLS_MAX = 256
# With more, members run out of money, or of room below the cap, and declines are measured.
PAYMENTS_OF_A_MEMBER_MAX = 50


@click.group()
def bench() -> None:
    """Measure speed; nothing of it touches the installation's own data."""


@bench.command()
@click.option(
    "--mix",
    "mix_name",
    type=click.Choice(list(MIXES)),
    default="sale",
    show_default=True,
    help="What tills ask for: sales; looks at a card and a sale by meal card and prepaid money; "
    "top-ups; or batches of 500 entries.",
)
@click.option(
    "--connections",
    type=click.IntRange(1, 1024),
    multiple=True,
    help="May be given several times: each is measured.  [default: 64; of batches: 8]",
)
@click.option(
    "--tills",
    type=click.IntRange(1, TILLS_MAX),
    help="So many tills, each with its own key and one connection, instead of --connections.",
)
@click.option("--seconds", type=click.IntRange(1, 3600), help=f"How long.  [default: {SECONDS}]")
@click.option(
    "--payments",
    type=click.IntRange(1, 10_000_000),
    help="Until so many are answered (with --tills: of each till), instead of --seconds.",
)
@click.option("--members", type=click.IntRange(1, 2_000_000), default=100_000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def tills(
    *,
    mix_name: MixName,
    connections: tuple[int, ...],
    tills: int | None,
    seconds: int | None,
    payments: int | None,
    members: int,
    as_json: bool,
) -> None:
    """Payments per second over HTTP beside pgbench's TPC-B on the same server."""
    _refuse_both("--connections", connections, "--tills", tills)
    _refuse_both("--seconds", seconds, "--payments", payments)
    mix = MIXES[mix_name]
    wanted = Wanted(
        mix=mix,
        connections=(tills,) if tills else tuple(dict.fromkeys(connections)) or (mix.connections,),
        members=members,
        seconds=seconds or SECONDS,
        payments=payments or 0,
        tills=tills,
    )
    _check(wanted)
    result = measuring.run(wanted, quiet=as_json)
    if as_json:
        click.echo(json.dumps(result.as_json()))
        return
    for line in result.table():
        click.echo(line)


def _refuse_both(one: str, of_one: object, other: str, of_other: object) -> None:
    if of_one and of_other:
        raise refusal.Refused(
            f"{one} と {other} は同時に指定できません。どちらか一方にしてください。",
            f"{one} and {other} exclude each other: give one of them.",
        )


def _check(wanted: Wanted) -> None:
    _check_connections(wanted.mix, max(wanted.connections))
    payments = sum(load.payments * load.tills for load in wanted.loads())
    least = -(-payments // PAYMENTS_OF_A_MEMBER_MAX)
    if wanted.members < least:
        raise refusal.Refused(
            f"{payments:,}件には組合員が足りません。--members {least} 以上にしてください。",
            f"Too few members for {payments:,} payments: give --members {least} or more.",
        )


def _check_connections(mix: Mix, connections: int) -> None:
    if connections > mix.connections_max:
        raise refusal.Refused(
            f"{mix.name} の接続は{mix.connections_max}までです。"
            f"1件が{mix.entries}件分の記帳になり、それより多いとサーバーが待たせずに断ります。",
            f"{mix.name} takes at most {mix.connections_max} connections: each call is"
            f" {mix.entries} entries, and of more the server would turn some away as busy.",
        )


bench.add_command(login_flood.login_flood)
bench.add_command(pages.pages)
