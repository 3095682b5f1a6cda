"""`kumiai bench pages`: what members open most, beside an empty page of the same server.

Browsers, page server and database share this machine. The pages are opened in turn, a slice of the
time each, so that whatever else the machine does in between falls on all of them.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import click

from kumiai.cli import schema
from kumiai.cli.bench import measuring, page_load, page_server, servers, visitors
from kumiai.cli.bench.login_flood import percentile
from kumiai.cli.bench.measures import MIXES
from kumiai.cli.bench.page_load import BARE, EMPTY, Opened

ORDINARY_MEMBERS = 10
# Of thirteen months: one each working day, and sixteen times as many.
HEAVY_PURCHASES = 4_000
HEAVY_TIMES_ORDINARY = 16
HEAVY, FIRST_ORDINARY = 0, 1
SLICES = 4
APPLICATION = "kumiai.cli.bench.empty_page_wsgi:application"
PAGES = {"home": "/home", "purchases": "/purchases"}


@click.command()
@click.option("--seconds", type=click.FloatRange(0.1, 3600.0), default=12, show_default=True)
@click.option("--connections", type=click.IntRange(1, 256), default=8, show_default=True)
@click.option(
    "--purchases",
    type=click.IntRange(HEAVY_TIMES_ORDINARY, 100_000),
    default=HEAVY_PURCHASES,
    show_default=True,
    help="Of the heavy member in thirteen months; an ordinary one has a sixteenth of them.",
)
@click.option(
    "--others",
    type=click.IntRange(1, 1_000_000_000),
    help="So many purchases of other members are there too: first a tenth of them, then all.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def pages(
    *, seconds: float, connections: int, purchases: int, others: int | None, as_json: bool
) -> None:
    """Pages per second of logged-in /home and /purchases beside those of an empty page.

    --seconds is how long each page is opened, by ordinary members and by a heavy one.
    """
    wanted = Wanted(seconds, connections, purchases, others or 0)
    result = run(wanted, quiet=as_json)
    if as_json:
        click.echo(json.dumps(result.as_json()))
        return
    for name, figures in result.rows():
        click.echo(f"  {name:<44}" + "".join(f"{figure:>12}" for figure in figures))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How long each page is opened over how many connections, and who has bought how often."""

    seconds: float
    connections: int
    purchases: int
    others: int = 0

    @property
    def ordinary_purchases(self) -> int:
        """Of each ordinary member, and of each of the others."""
        return self.purchases // HEAVY_TIMES_ORDINARY

    def others_by_stage(self) -> tuple[range, ...]:
        """The numbers of the others: those that are there first, and those that come after."""
        first = 1 + ORDINARY_MEMBERS
        count = -(-self.others // self.ordinary_purchases)
        few = -(-count // 10)
        stages = (range(first, first + few), range(first + few, first + count))
        return stages if count else (range(first, first),)


@dataclass(frozen=True, slots=True)
class Result:
    """The empty page and the bare answer, each page by ordinary members and by the heavy one.

    `before` is the same with a tenth of the others' purchases, where there are others.
    """

    connections: int
    bare: Opened
    empty: Opened
    ordinary: dict[str, Opened]
    heavy: dict[str, Opened]
    before: "Result | None" = None

    def as_json(self) -> dict[str, float | int]:
        """The figures a machine reads, as docs/operations.md explains them."""
        told: dict[str, float | int] = {
            "connections": self.connections,
            "bare_per_s": round(self.bare.per_s, 1),
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
        if self.before:
            told |= self._growth(self.before.as_json(), told)
        return told

    def _growth(
        self, before: dict[str, float | int], after: dict[str, float | int]
    ) -> dict[str, float | int]:
        """Of each page's time, counted in empty pages of the same moment."""
        names = [name.removesuffix("_ratio") for name in after if name.endswith("_ratio")]
        told: dict[str, float | int] = {
            f"{name}_growth": round(before[f"{name}_ratio"] / after[f"{name}_ratio"], 2)
            for name in names
        }
        return told | {"errors": before["errors"] + after["errors"]}

    def rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The same for people."""
        told = self.as_json()
        yield "", ("/s", "ratio", "p50 ms", "p99 ms", "bytes")
        yield "枠もない答え a bare answer", (f"{told['bare_per_s']:,}",)
        yield "空のページ an empty page", (f"{told['empty_per_s']:,}",)
        for prefix, who in (("", ""), ("heavy_", " 履歴の多い組合員 heavy member")):
            for name, path in PAGES.items():
                figures = ("per_s", "ratio", "p50_ms", "p99_ms", "bytes")
                yield f"{path}{who}", [f"{told[f'{prefix}{name}_{each}']:,}" for each in figures]
                if self.before:
                    growth = told[f"{prefix}{name}_growth"]
                    yield "  他の組合員の購入が10倍 others' purchases ×10", (f"×{growth}",)
        yield "エラー errors", (f"{told['errors']:,}",)

    def _all(self) -> list[Opened]:
        return [self.bare, self.empty, *self.ordinary.values(), *self.heavy.values()]


def run(wanted: Wanted, *, quiet: bool) -> Result:
    """Measure in a database of its own, prove its books, and drop it. Refused if they lie."""

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    with servers.own_database() as url:
        schema.bring_up_to_date()
        from kumiai.cli.bench import logins, others

        stages = wanted.others_by_stage()
        say(f"・{stages[-1].stop:,} members, {wanted.purchases:,} purchases of one of them")
        _make(wanted, members=stages[-1].stop, quiet=quiet)
        people = logins.made(1 + ORDINARY_MEMBERS)
        results: list[Result] = []
        cookies: list[str] = []
        for stage in stages:
            if stage:
                say(f"・{len(stage) * wanted.ordinary_purchases:,} purchases of others")
                others.live_as(FIRST_ORDINARY, stage, quiet=quiet)
            servers.settle(url)
            with page_server.running(url, application=APPLICATION) as (address, _):
                # A session outlives its server; logging in again would only be waited for.
                cookies = cookies or [visitors.let_in(address, who) for who in people]
                found = measured(address, cookies, wanted, say=say)
            results.append(replace(found, before=results[-1] if results else None))
        say("・proving the books")
        measuring.prove()
    return results[-1]


def _make(wanted: Wanted, *, members: int, quiet: bool) -> None:
    """The members, and what the heavy one and the ordinary ones have bought."""
    from kumiai.cli.bench import lives, world
    from kumiai.cli.bench.lives import Life

    penniless = replace(MIXES["sale"], start_yen=0)
    made = world.made(members=members, tills=1, mix=penniless, quiet=quiet)
    ordinary = range(FIRST_ORDINARY, FIRST_ORDINARY + ORDINARY_MEMBERS)
    lives.live(
        [Life(HEAVY, wanted.purchases)]
        + [Life(member, wanted.ordinary_purchases) for member in ordinary],
        key=made.keys[0],
        quiet=quiet,
    )


def measured(
    address: str, cookies: Sequence[str], wanted: Wanted, *, say: Callable[[str], None]
) -> Result:
    """The first of the cookies are the heavy member's, the rest the ordinary ones'."""
    heavy, *ordinary = cookies
    result = Result(
        wanted.connections,
        bare=Opened(),
        empty=Opened(),
        ordinary={name: Opened() for name in PAGES},
        heavy={name: Opened() for name in PAGES},
    )
    plan = [(BARE, ordinary, result.bare), (EMPTY, ordinary, result.empty)]
    plan += [(path, ordinary, result.ordinary[name]) for name, path in PAGES.items()]
    plan += [(path, [heavy], result.heavy[name]) for name, path in PAGES.items()]

    def open_all(of_each: float, *, counted: bool = True) -> None:
        for path, visitors_cookies, to in plan:
            page_load.open_pages(
                address,
                path,
                cookies=visitors_cookies,
                connections=wanted.connections,
                seconds=of_each,
                to=to if counted else Opened(),
            )

    open_all(wanted.seconds / SLICES, counted=False)
    say(f"・{len(plan)} pages, {wanted.seconds:g} s each, {wanted.connections} connections")
    for _ in range(SLICES):
        open_all(wanted.seconds / SLICES)
    return result
