"""The load: wrk where it is installed, else a client of our own that takes more of the machine."""

import json
import shutil
import signal
import subprocess
import time
from importlib import resources
from pathlib import Path
from typing import Any

from kumiai.cli import refusal
from kumiai.cli.bench import bodies, client
from kumiai.cli.bench.measures import (
    COOP_ID,
    HOLDERS_EVERY,
    TOP_UP_YEN,
    Load,
    Made,
    Measured,
)

ANSWER_SECONDS_MAX = 30
# Where payments are the end: a machine slower than this is not waited for.
PAYMENTS_PER_SECOND_MIN = 50
ANSWERED = "answered"


def apply(address: str, made: Made, load: Load) -> Measured:
    """Ask as fast as the load's connections can, until its end."""
    program = shutil.which("wrk")
    if program is None:
        return client.measured(address, made, load)
    script = resources.files("kumiai.cli.bench") / "files" / "tills.lua"
    with resources.as_file(script) as path:
        lines = _said([program, *_options(load, path), address, *_arguments(made, load)], load)
    return _read(json.loads(lines[-1]), load)


def _options(load: Load, script: Path) -> list[str]:
    """One thread for all connections of one till, else a thread with one connection a till."""
    seconds = load.seconds
    if _ends_by_answers(load):
        seconds += 2 * ANSWER_SECONDS_MAX + load.payments * load.tills // PAYMENTS_PER_SECOND_MIN
    return [
        f"-t{load.tills}",
        f"-c{load.connections}",
        f"-d{seconds}s",
        f"--timeout={ANSWER_SECONDS_MAX}s",
        f"--script={script}",
    ]


def _ends_by_answers(load: Load) -> bool:
    """Whether the last answers are awaited. Of batches always: each is too much to be left out."""
    return bool(load.payments) or load.mix.name == "batches"


def _arguments(made: Made, load: Load) -> list[str]:
    """What the script wants to know, in its order."""
    is_timed = _ends_by_answers(load) and load.seconds
    return [
        "--",
        load.mix.name,
        ",".join(made.keys[: load.tills]),
        str(COOP_ID),
        str(made.members),
        str(time.time_ns() // 1_000_000),
        str(load.connections // load.tills),
        str(load.calls_of_a_till),
        str(int(time.time()) + load.seconds if is_timed else 0),
        str(load.mix.entries),
        str(TOP_UP_YEN),
        str(HOLDERS_EVERY),
        *bodies.GOODS,
    ]


def _said(command: list[str], load: Load) -> list[str]:
    """All lines of wrk, which is told to stop once every till says that all is answered."""
    waited_for = load.tills if _ends_by_answers(load) else 0
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as wrk:
        assert wrk.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in wrk.stdout:
            lines.append(line)
            if line.strip() == ANSWERED:
                waited_for -= 1
                if waited_for == 0:
                    wrk.send_signal(signal.SIGINT)
    if wrk.returncode:
        said = "".join(lines[-5:]).strip()
        raise refusal.Refused(f"wrkが失敗しました。{said}", f"wrk failed: {said}")
    if waited_for > 0:
        raise refusal.Refused("回答が時間内に揃いませんでした。", "Answers did not come in time.")
    return lines


def _read(told: dict[str, Any], load: Load) -> Measured:
    """What the script tells at its end.

    Nobody knows whether looks or sales of the lunch mix were not awaited: none is counted that
    may not have been answered.
    """
    payments, refused = told["answers"], 0
    if load.mix.name == "lunch":
        unanswered = told["sold"] + told["looked"] - told["answers"]
        payments = max(told["sold"] - unanswered, 0)
    elif load.mix.name == "batches":
        payments *= load.mix.entries
        refused = payments - told["accepted"]
    return Measured(
        answers=told["answers"],
        payments=payments,
        errors=told["errors"] + refused,
        seconds=told["seconds"],
        p50_ms=told["p50_ms"],
        p99_ms=told["p99_ms"],
        client="wrk",
    )
