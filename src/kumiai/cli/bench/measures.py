"""What the parts of a bench tell each other."""

from dataclasses import dataclass
from typing import Literal

MixName = Literal["sale", "lunch", "top-up", "batches"]

COOP_ID = 9901
# Every second member holds a meal card where there are plans: those with an even index.
HOLDERS_EVERY = 2
TOP_UP_YEN = 1_000
BATCH_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Mix:
    """What tills ask for. `start_yen` is what each member has in prepaid money before.

    `entries` is how many payments one answer stands for.
    """

    name: MixName
    start_yen: int = 90_000
    entries: int = 1
    connections: int = 64
    connections_max: int = 1024
    has_plans: bool = False


MIXES: dict[MixName, Mix] = {
    mix.name: mix
    for mix in (
        Mix("sale"),
        Mix("lunch", has_plans=True),
        # Far below the cap, so that a member can top up some eighty times.
        Mix("top-up", start_yen=10_000),
        # Each is told by a till of its own. A till server lets 4,096 entries wait: eight batches.
        Mix("batches", entries=BATCH_ENTRIES, connections=8, connections_max=8),
    )
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a load needs: the tills' keys and how many members there are, numbered from 0."""

    keys: tuple[str, ...]
    members: int


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of a load client: for so many seconds, or so many payments a till.

    With one till, all connections are that till's; with more, each connection is one till.
    """

    mix: Mix
    connections: int
    tills: int = 1
    seconds: int = 0
    payments: int = 0

    @property
    def calls_of_a_till(self) -> int:
        """Payments of a till in calls: batches are sent whole. 0 where time is the end."""
        return -(-self.payments // self.mix.entries)


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers of one run, the payments in them, and how long the answers took.

    `errors` counts payments whose answer was no 200, and lost connections; a decline is none.
    """

    answers: int
    payments: int
    errors: int
    seconds: float
    p50_ms: float
    p99_ms: float
    client: str


def member_number(index: int) -> str:
    """The card of member `index`."""
    return f"{COOP_ID}{index:08d}"
