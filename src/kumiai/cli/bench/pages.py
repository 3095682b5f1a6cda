"""`kumiai bench pages`: what members open most, beside an empty page of the same server.

Browsers, page server and database share this machine. The pages are opened in turn, a slice of the
time each, so that whatever else the machine does in between falls on all of them.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import click

from kumiai.cli import schema
from kumiai.cli.bench import page_load, page_server, servers, visitors
from kumiai.cli.bench.login_flood import percentile
from kumiai.cli.bench.measures import MIXES
from kumiai.cli.bench.page_load import EMPTY, Opened
from kumiai.cli.bench.visitors import Credentials

ORDINARY_MEMBERS = 10
# Of thirteen months: one each working day, and sixteen times as many.
HEAVY_PURCHASES = 4_000
HEAVY_TIMES_ORDINARY = 16
SLICES = 4
APPLICATION = "kumiai.cli.bench.empty_page_wsgi:application"
PAGES = {"home": "/home", "purchases": "/purchases"}


@click.command()
@click.option("--seconds", type=click.IntRange(1, 3600), default=12, show_default=True)
@click.option("--connections", type=click.IntRange(1, 256), default=8, show_default=True)
@click.option(
    "--purchases",
    type=click.IntRange(HEAVY_TIMES_ORDINARY, 100_000),
    default=HEAVY_PURCHASES,
    show_default=True,
    help="Of the heavy member in thirteen months; an ordinary one has a sixteenth of them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def pages(*, seconds: int, connections: int, purchases: int, as_json: bool) -> None:
    """Pages per second of logged-in /home and /purchases beside those of an empty page.

    --seconds is how long each page is opened, by ordinary members and by a heavy one.
    """
    result = run(seconds=seconds, connections=connections, purchases=purchases, quiet=as_json)
    if as_json:
        click.echo(json.dumps(result.as_json()))
        return
    for name, figures in result.rows():
        click.echo(f"  {name:<44}" + "".join(f"{figure:>12}" for figure in figures))


@dataclass(frozen=True, slots=True)
class Result:
    """The empty page, and each page by ordinary members and by the heavy one."""

    connections: int
    empty: Opened
    ordinary: dict[str, Opened]
    heavy: dict[str, Opened]

    def as_json(self) -> dict[str, float | int]:
        """The figures a machine reads, as docs/operations.md explains them."""
        told: dict[str, float | int] = {
            "connections": self.connections,
            "empty_per_s": round(self.empty.per_s, 1),
            "errors": sum(each.errors for each in self._all()),
        }
        for prefix, opened in (("", self.ordinary), ("heavy_", self.heavy)):
            for name, each in opened.items():
                told |= {
                    f"{prefix}{name}_per_s": round(each.per_s, 1),
                    f"{prefix}{name}_ratio": round(each.per_s / self.empty.per_s, 3),
                    f"{prefix}{name}_p50_ms": round(percentile(each.took_ms, 50), 1),
                    f"{prefix}{name}_p99_ms": round(percentile(each.took_ms, 99), 1),
                    f"{prefix}{name}_bytes": each.bytes_each,
                }
        return told

    def rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The same for people."""
        told = self.as_json()
        yield "", ("/s", "ratio", "p50 ms", "p99 ms", "bytes")
        yield "空のページ an empty page", (f"{told['empty_per_s']:,}",)
        for prefix, who in (("", ""), ("heavy_", " 履歴の多い組合員 heavy member")):
            for name, path in PAGES.items():
                figures = ("per_s", "ratio", "p50_ms", "p99_ms", "bytes")
                yield f"{path}{who}", [f"{told[f'{prefix}{name}_{each}']:,}" for each in figures]
        yield "エラー errors", (f"{told['errors']:,}",)

    def _all(self) -> list[Opened]:
        return [self.empty, *self.ordinary.values(), *self.heavy.values()]


def run(*, seconds: int, connections: int, purchases: int, quiet: bool) -> Result:
    """Measure in a database of its own, and drop it."""

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    with servers.own_database() as url:
        schema.bring_up_to_date()
        from kumiai.cli.bench import lives, logins, world
        from kumiai.cli.bench.lives import Life

        say(f"・{ORDINARY_MEMBERS + 1} members, {purchases:,} purchases of one of them")
        penniless = replace(MIXES["sale"], start_yen=0)
        made = world.made(members=ORDINARY_MEMBERS + 1, tills=1, mix=penniless, quiet=quiet)
        lives.live(
            [Life(0, purchases)]
            + [Life(who, purchases // HEAVY_TIMES_ORDINARY) for who in range(1, made.members)],
            key=made.keys[0],
            quiet=quiet,
        )
        people = logins.made(ORDINARY_MEMBERS + 1)
        servers.settle(url)
        with page_server.running(url, application=APPLICATION) as (address, _):
            return measured(address, people, seconds=seconds, connections=connections, say=say)


def measured(
    address: str,
    people: Sequence[Credentials],
    *,
    seconds: int,
    connections: int,
    say: Callable[[str], None],
) -> Result:
    """Let the first of the people be the heavy member, and the others the ordinary ones."""
    heavy, *ordinary = [_cookies(address, who) for who in people]
    result = Result(
        connections,
        empty=Opened(),
        ordinary={name: Opened() for name in PAGES},
        heavy={name: Opened() for name in PAGES},
    )
    plan = [(EMPTY, ordinary, result.empty)]
    plan += [(path, ordinary, result.ordinary[name]) for name, path in PAGES.items()]
    plan += [(path, [heavy], result.heavy[name]) for name, path in PAGES.items()]

    def open_all(of_each: float, *, counted: bool = True) -> None:
        for path, cookies, to in plan:
            page_load.open_pages(
                address,
                path,
                cookies=cookies,
                connections=connections,
                seconds=of_each,
                to=to if counted else Opened(),
            )

    open_all(seconds / SLICES, counted=False)
    say(f"・{len(plan)} pages, {seconds} s each, {connections} connections")
    for _ in range(SLICES):
        open_all(seconds / SLICES)
    return result


def _cookies(address: str, who: Credentials) -> str:
    """Log in as somebody does, and keep what the browser then sends."""
    browser = visitors.Browser(address)
    browser.get("/")
    if browser.log_in(who.login_id, who.password).status != 302:
        raise visitors.CannotBegin
    browser.close()
    return browser.cookies
