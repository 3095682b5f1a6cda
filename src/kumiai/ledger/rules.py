"""The close of a business day: its seal, chained to the day before, and the numbers it lacks."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_SEAL = bytes(32)
# What is open for ever is not carried on for ever: the latest are enough to look for.
OPEN_RUNS_MAX = 1000

Run = tuple[int, int]  # Numbers from the first to the last, both included.


@dataclass(frozen=True, slots=True)
class DaySum:
    """What one kind of account was debited and credited on a day, in its unit.

    `holder_id` is the terminal of a till's account; 0 for the co-op's and for all purses together.
    """

    kind: str
    holder_id: int
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class DayContents:
    """Everything the ledger holds of one business day of a co-op, summed and digested."""

    business_date: date
    entry_count: int
    content_digest: bytes
    sums: Sequence[DaySum]


def no_contents(business_date: date) -> DayContents:
    """A day on which nothing happened."""
    return DayContents(business_date, 0, hashlib.sha256(b"").digest(), ())


def seal(*, coop_id: int, contents: DayContents, previous_seal: bytes) -> bytes:
    """The SHA-256 that seals a day: whoever changes it or any day before it changes this."""
    document = {
        "coop": coop_id,
        "business_date": contents.business_date.isoformat(),
        "entry_count": contents.entry_count,
        "content_digest": contents.content_digest.hex(),
        "sums": sums_document(contents.sums),
        "previous_seal": previous_seal.hex(),
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def sums_document(sums: Sequence[DaySum]) -> list[Mapping[str, Any]]:
    """The sums as they are stored with the close."""
    return [
        {"kind": s.kind, "holder_id": s.holder_id, "debit": s.debit, "credit": s.credit}
        for s in sums
    ]


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a close knows of the numbers that one terminal counts up.

    `through` is the highest so far, `missing` has those that are not there up to it and that no
    earlier close has found missing, `open` all that are missing.
    """

    through: int
    missing: tuple[Run, ...] = ()
    open: tuple[Run, ...] = ()


def check_days(
    runs: Mapping[date, Mapping[int, Sequence[Run]]], known: Mapping[int, Numbered]
) -> Iterator[tuple[date, int, Numbered]]:
    """Check the numbers of each day and terminal, oldest first, from what is known before."""
    latest = dict(known)
    for day, terminals in sorted(runs.items()):
        for terminal_id, seen in sorted(terminals.items()):
            latest[terminal_id] = check_numbers(seen, latest.get(terminal_id))
            yield day, terminal_id, latest[terminal_id]


def check_numbers(seen: Sequence[Run], before: Numbered | None) -> Numbered:
    """Which numbers a day lacks, from those it has, in order, and what the last check knew.

    Numbers may begin anywhere. A day that has only lower ones than before, none of them missing,
    comes from a terminal that has begun to count anew.
    """
    first, last = seen[0][0], seen[-1][1]
    open_before = before.open if before else ()
    still_open = _without(open_before, seen)
    if before is None or (last <= before.through and still_open == open_before):
        missing = _without([(first, last)], seen)
        return Numbered(last, missing, missing)
    missing = _without([(before.through + 1, last)], seen)
    return Numbered(max(before.through, last), missing, (still_open + missing)[-OPEN_RUNS_MAX:])


def count_numbers(runs: Sequence[Run]) -> int:
    """How many numbers there are in runs."""
    return sum(last - first + 1 for first, last in runs)


def _without(wanted: Sequence[Run], seen: Sequence[Run]) -> tuple[Run, ...]:
    """What is left of runs without what was seen; both in order and without overlaps."""
    firsts = [first for first, _ in seen]
    left: list[Run] = []
    for wanted_first, last in wanted:
        first = wanted_first
        at = max(bisect_right(firsts, first) - 1, 0)
        while at < len(seen) and seen[at][0] <= last:
            seen_first, seen_last = seen[at]
            if seen_first > first:
                left.append((first, seen_first - 1))
            first = max(first, seen_last + 1)
            at += 1
        if first <= last:
            left.append((first, last))
    return tuple(left)
