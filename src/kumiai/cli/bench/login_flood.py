"""`kumiai bench login-flood`: wrong passwords from all sides, and what everybody else notices.

Pages, tills and database share this machine with the clients. Sales at a steady pace are measured
before and during the flood; somebody with the right password comes in meanwhile, and somebody who
is in already reads.
"""

import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass

import click

from kumiai.cli import schema
from kumiai.cli.bench import page_server, paying, servers, visitors
from kumiai.cli.bench.measures import MIXES, Made
from kumiai.cli.bench.paying import Paid
from kumiai.cli.bench.visitors import Credentials, Seen

MEMBERS = 1_000
QUIET_SHARE = 4
SECONDS_BEFORE_MIN = 2


@click.command("login-flood")
@click.option("--seconds", type=click.IntRange(1, 3600), default=60, show_default=True)
@click.option("--clients", type=click.IntRange(1, 512), default=32, show_default=True)
@click.option("--sales", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def login_flood(*, seconds: int, clients: int, sales: int, as_json: bool) -> None:
    """Wrong passwords from many clients: memory, right logins, other pages and tills meanwhile.

    --sales is how many of them the tills ring up a second, before and during the flood.
    """
    result = run(seconds=seconds, clients=clients, sales=sales, quiet=as_json)
    if as_json:
        click.echo(json.dumps(result.as_json()))
        return
    for name, figure in result.rows():
        click.echo(f"  {name:<44} {figure:>14}")


@dataclass(frozen=True, slots=True)
class Result:
    """What one run measured; milliseconds and MiB. See `as_json` for the names of the figures."""

    clients: int
    seconds: float
    guesses: Counter[int]
    logins: Seen
    pages: Seen
    before: Paid
    during: Paid
    memory: page_server.Memory

    @property
    def server_errors(self) -> int:
        """Answers of the pages from 500 on, other than 503 which asks to come again."""
        statuses = self.guesses + self.logins.statuses + self.pages.statuses
        broken = sum(count for status, count in statuses.items() if status >= 500 or status == 0)
        return broken - statuses[503]

    def as_json(self) -> dict[str, float | int]:
        """The figures a machine reads, as docs/operations.md explains them."""
        return {
            "clients": self.clients,
            "seconds": round(self.seconds, 1),
            "guesses": self.guesses.total(),
            "guesses_looked_at": self.guesses[422],
            "guesses_told_to_wait": self.guesses[503],
            "server_errors": self.server_errors,
            "logins_let_in": len(self.logins.tries),
            "login_tries_max": max(self.logins.tries, default=0),
            "login_max_ms": round(max(self.logins.took_ms, default=0.0), 1),
            "pages": len(self.pages.took_ms),
            "page_p50_ms": round(percentile(self.pages.took_ms, 50), 1),
            "page_max_ms": round(max(self.pages.took_ms, default=0.0), 1),
            "sales_before": len(self.before.took_ms),
            "sale_p99_before_ms": round(percentile(self.before.took_ms, 99), 1),
            "sales": len(self.during.took_ms),
            "sale_p50_ms": round(percentile(self.during.took_ms, 50), 1),
            "sale_p99_ms": round(percentile(self.during.took_ms, 99), 1),
            "sale_errors": self.before.errors + self.during.errors,
            "memory_before_mib": round(self.memory.before_mib, 1),
            "memory_max_mib": round(self.memory.max_mib, 1),
        }

    def rows(self) -> Iterator[tuple[str, str]]:
        """The same for people."""
        told = self.as_json()
        yield f"誤ったパスワード wrong passwords ({self.clients})", f"{told['guesses']:,}"
        yield "  照合した looked at", f"{told['guesses_looked_at']:,}"
        yield "  出直しを頼んだ told to wait (503)", f"{told['guesses_told_to_wait']:,}"
        yield "サーバーの誤り server errors", f"{told['server_errors']:,}"
        yield "正しいログイン right logins let in", f"{told['logins_let_in']:,}"
        yield "  最も多い試行 most tries", f"{told['login_tries_max']:,}"
        yield "  最も長い longest", f"{told['login_max_ms']:,} ms"
        yield "ほかのページ other pages", f"{told['pages']:,}"
        yield "  p50", f"{told['page_p50_ms']:,} ms"
        yield "  最も長い longest", f"{told['page_max_ms']:,} ms"
        yield "会計 p99、前 sales p99 before", f"{told['sale_p99_before_ms']:,} ms"
        yield "会計 p99、最中 sales p99 meanwhile", f"{told['sale_p99_ms']:,} ms"
        yield "会計の誤り errors of sales", f"{told['sale_errors']:,}"
        yield "メモリー、前 memory before", f"{told['memory_before_mib']:,} MiB"
        yield "メモリー、最大 memory at most", f"{told['memory_max_mib']:,} MiB"


def run(*, seconds: int, clients: int, sales: int, quiet: bool) -> Result:
    """Measure in a database of its own, and drop it."""

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    with servers.own_database() as url:
        schema.bring_up_to_date()
        from kumiai.cli.bench import logins, world

        say(f"・{MEMBERS:,} members")
        made = world.made(members=MEMBERS, tills=1, mix=MIXES["sale"], quiet=quiet)
        comes_in, reads = logins.made(2)
        servers.settle(url)
        with servers.till_servers(url) as tills, page_server.running(url) as (pages, pid):
            scene = Scene(pages, tills.address.removeprefix("http://"), made, comes_in, reads)
            quiet_seconds = max(seconds // QUIET_SHARE, SECONDS_BEFORE_MIN)
            say(f"・{quiet_seconds} s, {sales} sales/s")
            with _in_its_own_process() as process:
                before = scene.start_tills(process, sales, quiet_seconds).result()
            say(f"・{seconds} s, {sales} sales/s, {clients} clients")
            return _flooded(scene, before, sales=sales, seconds=seconds, clients=clients, pid=pid)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where pages and tills answer, what the tills sell with, and who may come in."""

    pages: str
    tills: str
    made: Made
    comes_in: Credentials
    reads: Credentials

    def start_tills(
        self, process: ProcessPoolExecutor, per_second: int, seconds: float
    ) -> "Future[Paid]":
        """Sell for so long, without waiting for the end."""
        return process.submit(
            paying.at_pace, self.tills, self.made, per_second=per_second, seconds=seconds
        )


def _in_its_own_process() -> ProcessPoolExecutor:
    """One that waits for no thread of this one."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _flooded(
    scene: Scene, before: Paid, *, sales: int, seconds: int, clients: int, pid: int
) -> Result:
    """Everybody at once; whoever reads was logged in before the flood came."""
    guesses, comes_in, reads = [Seen() for _ in range(clients)], Seen(), Seen()
    memory = page_server.Memory(pid)
    with (
        memory.watched(),
        _in_its_own_process() as process,
        ThreadPoolExecutor(clients + 2) as visitors_at_once,
    ):
        start = visitors_at_once.submit
        reader = visitors.Reader(scene.pages, scene.reads)
        reader.log_in()
        begun = time.monotonic()

        def goes_on() -> bool:
            return time.monotonic() < begun + seconds

        paid = scene.start_tills(process, sales, seconds)
        coming = [
            start(reader.read, goes_on, reads),
            start(visitors.come_in, scene.pages, scene.comes_in, goes_on, comes_in),
            *(
                start(visitors.guess, scene.pages, f"guess.{number}", goes_on, seen)
                for number, seen in enumerate(guesses)
            ),
        ]
        for each in coming:
            each.result()
        during = paid.result()
        took = time.monotonic() - begun
    return Result(
        clients=clients,
        seconds=took,
        guesses=sum((seen.statuses for seen in guesses), Counter()),
        logins=comes_in,
        pages=reads,
        before=before,
        during=during,
        memory=memory,
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed; 0 where there is none."""
    in_order = sorted(values)
    return in_order[min(len(in_order) * percent // 100, len(in_order) - 1)] if in_order else 0.0
