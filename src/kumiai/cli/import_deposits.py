"""`kumiai import transfers`, `statement` and `agency`: deposits as banks and agencies tell them."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kumiai.cli import coop_option, operator, refusal, schema
from kumiai.kit import clock
from kumiai.slips import reading
from kumiai.slips.deposits import FileKind
from kumiai.slips.reading import NotTaken, Reading

if TYPE_CHECKING:
    from kumiai.slips.actions.working_off import Progress

_KINDS = {
    "transfers": (FileKind.NOTICE, "Take in transfers a bank tells of (type 01, 振込入金通知)."),
    "statement": (FileKind.STATEMENT, "Take in a bank's statement (type 03, 入出金取引明細)."),
    "agency": (FileKind.AGENCY, "Take in a collection agency's CSV (flash, confirmed, cancelled)."),
}
_PROMISE = """

Each deposit becomes uncollected money of the member it names, by a slip's reference or a member
number; what names nobody waits on the suspense for the office. A file is taken in whole or not at
all, and once: the same content under another name is refused.
"""
_STATES = {
    "credited": "組合員へ credited",
    "suspense": "仮受金 on the suspense",
    "known": "取り込み済み known",
    "confirmation": "確定 confirmed",
    "cancellation": "取消 taken back",
    "unmatched": "相手のない取消 cancelled, but not known",
}


def _command(name: str, kind: FileKind, said: str) -> click.Command:
    @click.command(name, help=said + _PROMISE, short_help=said)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @coop_option.required
    @click.option("--preview", is_flag=True, help="Read and count; take nothing in.")
    def command(file: Path, coop_id: int, *, preview: bool) -> None:
        with file.open("rb") as opened:
            raw = opened.read(reading.FILE_BYTES_MAX + 1)
        with schema.ready():
            coop_option.chosen(coop_id)
            if preview:
                _show_reading(_read(raw, coop_id, kind))
            else:
                _take_in(file.name, raw, coop_id, kind)

    return command


COMMANDS = tuple(_command(name, kind, said) for name, (kind, said) in _KINDS.items())


def _read(raw: bytes, coop_id: int, kind: FileKind) -> Reading:
    try:
        today = clock.tokyo_date(clock.now())
        return reading.read(raw, coop_id=coop_id, arrived_on=today, kind=kind)
    except NotTaken as problem:
        raise _refused(problem) from problem


def _take_in(name: str, raw: bytes, coop_id: int, kind: FileKind) -> None:
    # The rooms can be imported only once Django is set up.
    from kumiai.slips import actions, file_queries

    by, at = operator.actor(), clock.now()
    try:
        received = actions.receive(coop_id=coop_id, name=name, raw=raw, by=by, at=at, kind=kind)
    except NotTaken as problem:
        raise _refused(problem) from problem
    _show_reading(received.reading)
    actions.order(coop_id=coop_id, file_id=received.file_id, by=by, at=at)
    rows = len(received.reading.rows)
    with click.progressbar(
        length=rows, label="取り込み taking in", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        is_done = actions.work_off(
            file_id=received.file_id, now=clock.now, progress=_advancing(bar.update)
        )
    if not is_done:
        click.echo("残りはワーカーが取り込んでいます。(The worker takes the rest in.)")
    _show_states(file_queries.states_of_file(coop_id=coop_id, file_id=received.file_id))


def _advancing(update: Callable[[int], None]) -> "Callable[[Progress], None]":
    done = 0

    def advance(progress: "Progress") -> None:
        nonlocal done
        update(progress.worked - done)
        done = progress.worked

    return advance


def _refused(problem: NotTaken) -> refusal.Refused:
    for row in problem.problems:
        click.echo(
            f"{row.line}行目 {row.column}: {row.japanese} (line {row.line}: {row.english})",
            err=True,
        )
    return refusal.Refused(
        f"{problem.japanese}何も取り込みませんでした。",
        f"{problem.english}. Nothing was taken in.",
    )


def _show_reading(read: Reading) -> None:
    passed_over = f"、ほかの行 {read.passed_over} passed over" if read.passed_over else ""
    click.echo(
        f"入金 {read.count}件 {read.total_yen:,}円 deposits{passed_over}\n"
        f"SHA-256 {read.digest.hex()}"
    )


def _show_states(states: Mapping[str, int]) -> None:
    click.echo(
        "、".join(f"{_STATES[state]} {states[state]}" for state in _STATES if states.get(state))
    )
