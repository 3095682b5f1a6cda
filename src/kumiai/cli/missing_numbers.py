"""How commands list the numbers that terminals have counted up and that no entry has."""

from collections.abc import Sequence

from kumiai.ledger import rules
from kumiai.ledger.rules import Run

RUNS_SHOWN = 20


def words(terminal_id: int, name: str, runs: Sequence[Run]) -> str:
    """Two lines, in Japanese and in English: whose numbers, how many, and the first runs."""
    count = rules.count_numbers(runs)
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    listed = ", ".join(shown[:RUNS_SHOWN]) + (" …" if len(shown) > RUNS_SHOWN else "")
    return (
        f"  ! 端末{terminal_id}（{name}）: 番号の抜け{count:,}件 {listed}\n"
        f"    terminal {terminal_id} ({name}): {count:,} missing numbers {listed}"
    )
