"""Tills over HTTP through the whole path: points on, every commit on disk.

The client, the till servers and the database share the machine, as they do in a small co-op. The
measure is the ratio to pgbench's TPC-B on the same server in the same run.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import click
import psycopg

from kumiai.cli import refusal, schema
from kumiai.cli.bench import load, pgbench, servers
from kumiai.cli.bench.measures import MIXES, Load, Made, Mix
from kumiai.cli.bench.pgbench import Yardstick
from kumiai.cli.bench.results import Result, Run

WARM_UP_SECONDS = 2
# What stands beside a bench of sales is measured shortly.
ONE_CONNECTION_SECONDS = 3
BATCHES_SECONDS = 4

_COUNT_ENTRIES = """
SELECT count(*) FILTER (WHERE outcome = 'settled'), count(*) FILTER (WHERE outcome = 'declined')
  FROM ledger_entry
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be measured: one load for each number of connections.

    `payments` (of each till) is 0 where `seconds` is the end. pgbench always takes `seconds`.
    """

    mix: Mix
    connections: tuple[int, ...]
    members: int
    seconds: int
    payments: int = 0
    tills: int | None = None

    def loads(self) -> list[Load]:
        """In the order they were asked for. Batches are always told by a till each."""
        seconds = 0 if self.payments else self.seconds
        return [
            Load(self.mix, connections, self._tills(connections), seconds, self.payments)
            for connections in self.connections
        ]

    def has_short_ones(self) -> bool:
        """Whether one connection and batches are measured beside the loads."""
        return self.mix.name == "sale" and not self.payments and self.tills is None

    def one_connection(self) -> Load:
        """A short load of one connection."""
        return Load(self.mix, 1, seconds=min(self.seconds, ONE_CONNECTION_SECONDS))

    def batches(self) -> Load:
        """A short load of batches."""
        mix = MIXES["batches"]
        seconds = min(self.seconds, BATCHES_SECONDS)
        return Load(mix, mix.connections, tills=mix.connections, seconds=seconds)

    def keys(self) -> int:
        """How many tills there are to be."""
        beside = [self.batches()] if self.has_short_ones() else []
        return max(each.tills for each in [*self.loads(), *beside])

    def _tills(self, connections: int) -> int:
        return self.tills or (connections if self.mix.name == "batches" else 1)


def run(wanted: Wanted, *, quiet: bool) -> Result:
    """Measure in a database of its own, prove its books, and drop it. Refused if they lie."""

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    with servers.own_database() as url:
        say(f"・pgbench TPC-B, {wanted.seconds} s")
        one_client = wanted.one_connection().seconds if wanted.has_short_ones() else 0
        yardstick = pgbench.tpc_b(url, seconds=wanted.seconds, one_client_seconds=one_client)
        schema.bring_up_to_date()
        # The rooms can be imported only once Django is set up, on the bench's own database.
        from kumiai.cli.bench import world

        say(f"・{wanted.members:,} members")
        made = world.made(members=wanted.members, tills=wanted.keys(), mix=wanted.mix, quiet=quiet)
        servers.settle(url)
        with servers.till_servers(url) as running:
            result = _all(wanted, Place(url, running.address, made), yardstick, say)
            result = replace(result, server_memory_mib=running.memory_mib())
        say("・proving the books")
        prove()
    return result


@dataclass(frozen=True, slots=True)
class Place:
    """Where tills are measured: the database, the address of the till servers, who is there."""

    url: str
    address: str
    made: Made


def _all(wanted: Wanted, place: Place, yardstick: Yardstick, say: Callable[[str], None]) -> Result:
    loads = wanted.loads()
    if not wanted.payments:
        load.apply(place.address, place.made, replace(loads[0], seconds=WARM_UP_SECONDS))

    def told(asked: Load) -> Run:
        end = f"{asked.payments:,} payments a till" if asked.payments else f"{asked.seconds} s"
        say(f"・{asked.mix.name}, {asked.connections} connections, {end}")
        return measured(place, asked)

    runs = [told(asked) for asked in loads]
    if not wanted.has_short_ones():
        return Result(wanted.mix.name, runs, yardstick)
    alone = [run for run in runs if run.connections == 1]
    return Result(
        wanted.mix.name,
        runs,
        yardstick,
        one_connection=alone[0] if alone else told(wanted.one_connection()),
        batches=told(wanted.batches()),
    )


def measured(place: Place, asked: Load) -> Run:
    """Measure one load, and look into the books what became of it."""
    before = _entries(place.url)
    found = load.apply(place.address, place.made, asked)
    after = _entries(place.url)
    settled, declined = after[0] - before[0], after[1] - before[1]
    # Every answer must be in the books. Payments whose answer the client did not await when its
    # time was up are there too, at most one a connection.
    lost = max(found.payments - found.errors - settled - declined, 0)
    return Run(
        connections=asked.connections,
        tills=asked.tills,
        payments_per_s=found.payments / found.seconds,
        p50_ms=found.p50_ms,
        p99_ms=found.p99_ms,
        errors=found.errors + declined + lost,
        payments=settled,
        client=found.client,
    )


def _entries(url: str) -> tuple[int, int]:
    with psycopg.connect(url) as connection:
        row = connection.execute(_COUNT_ENTRIES).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def prove() -> None:
    """Refused where the books of the bench lie."""
    from kumiai.cli import proof

    for lie in proof.lies():
        raise refusal.Refused(f"{lie.row} {lie.wrong_ja}", f"{lie.row} {lie.wrong_en}")
