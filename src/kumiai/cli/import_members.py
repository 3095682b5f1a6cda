"""`kumiai import members`: take in a member file as the co-op's office has it."""

import contextlib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kumiai.cli import letters_file, operator, refusal, schema
from kumiai.kit import clock, csv_text
from kumiai.members import imports
from kumiai.members.imports import RowProblem

if TYPE_CHECKING:
    from kumiai.joining.queries import FileFacts

_WAIT_SECONDS = 0.2


@click.command("members")
@click.argument("file", type=click.File("rb"))
@click.option("--coop", "coop_id", type=click.IntRange(1000, 9999), help="The co-op's code.")
@click.option("--preview", is_flag=True, help="Read and count; take nothing in.")
@click.option("--skip-bad", is_flag=True, help="Take in the good rows although some are bad.")
@click.option(
    "--letters",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the codes for letters go, a new file; by default into the data folder.",
)
def import_members(
    file: IO[bytes],
    coop_id: int | None,
    *,
    preview: bool,
    skip_bad: bool,
    letters: Path | None,
) -> None:
    """Take in members from a CSV file, CP932 or UTF-8, with Japanese headers.

    New numbers join, known ones are brought up to date; the same file again changes nothing. The
    file is kept as it was received. If rows are bad, they are listed and nothing goes in, or the
    good ones with --skip-bad. It goes in step by step; what is cut off, the worker finishes. Where
    the co-op lets people in with codes, those of the new ones are written into a file for printing.
    """
    raw = file.read(csv_text.BYTES_MAX + 1)
    with schema.ready():
        coop_id = _coop(raw, coop_id)
        to = letters or letters_file.usual_path(coop_id, clock.now().astimezone(clock.TOKYO))
        letters_file.check_new(to, coop_id=coop_id, at=clock.now())
        found = _read(coop_id, _receive(file.name, raw, coop_id))
        if not preview and found.state != "unchanged":
            _check_good(found, skip_bad=skip_bad)
            found = _take_in(coop_id, found, skip_bad=skip_bad)
            _write_letters(coop_id, found.id, to)
        _show(coop_id, found)


def _coop(raw: bytes, coop_id: int | None) -> int:
    """The co-op the file is for, which is there."""
    from kumiai.coops import queries as coops

    today = clock.tokyo_date(clock.now())
    try:
        imports.check(raw)
        wanted = coop_id or imports.coop_named(raw, today=today)
        if not wanted:
            bad = imports.read(raw, coop_id=None, today=today).problems
            _show_problems(bad)
            raise _bad_rows(len(bad), good=0)
        return coops.coop(wanted).id
    except imports.NotAMemberFile as problem:
        raise _not_one(problem) from problem
    except coops.NoSuchCoop as problem:
        raise refusal.Refused(
            f"生協{wanted}は登録されていません。先に kumiai import coops で取り込んでください。",
            f"There is no co-op {wanted}: take it in with `kumiai import coops` first.",
        ) from problem


def _receive(name: str, raw: bytes, coop_id: int) -> "FileFacts":
    """The file as it is kept now; where it is at hand already, that one goes on."""
    from kumiai.joining import actions, queries

    try:
        file_id = actions.receive(
            coop_id=coop_id, name=Path(name).name, raw=raw, by=operator.actor(), at=clock.now()
        )
    except imports.NotAMemberFile as problem:
        raise _not_one(problem) from problem
    except actions.AtHandAlready as problem:
        at = problem.earlier.received_at.astimezone(clock.TOKYO)
        click.echo(
            f"同じ内容のファイルを{at:%Y年%-m月%-d日 %H:%M}に受け取っています"
            f"（「{problem.earlier.name}」）。その続きから進めます。\n"
            f"(The same content was received on {at:%Y-%m-%d at %H:%M}, as"
            f" “{problem.earlier.name}”: that file goes on.)"
        )
        return problem.earlier
    return queries.file(coop_id=coop_id, file_id=file_id)


def _read(coop_id: int, found: "FileFacts") -> "FileFacts":
    from kumiai.joining import actions, queries

    with _bar("読み込み reading", 2 * found.rows) as bar:
        actions.read(file_id=found.id, now=clock.now, progress=_advancing(bar.update))
    preview = queries.preview(coop_id=coop_id, file_id=found.id)
    _show_problems(preview.problems)
    return queries.file(coop_id=coop_id, file_id=found.id)


def _check_good(found: "FileFacts", *, skip_bad: bool) -> None:
    good = found.rows - found.bad
    if not found.bad or (good and skip_bad):
        return
    raise _bad_rows(found.bad, good=good)


def _take_in(coop_id: int, found: "FileFacts", *, skip_bad: bool) -> "FileFacts":
    """Step by step to the end, whoever takes the steps: a worker may be at it, too."""
    from kumiai.joining import actions, queries

    with contextlib.suppress(actions.CannotOrder):
        actions.order(
            coop_id=coop_id,
            file_id=found.id,
            skips_bad=skip_bad,
            by=operator.actor(),
            at=clock.now(),
        )
    with _bar("取り込み taking in", found.good) as bar:
        advance = _advancing(bar.update)
        while (found := queries.file(coop_id=coop_id, file_id=found.id)).state == "working":
            if not actions.work_off(
                file_id=found.id,
                now=clock.now,
                progress=lambda reached: advance(reached.worked),
            ):
                time.sleep(_WAIT_SECONDS)
    if found.state != "done":
        _show_problems(queries.preview(coop_id=coop_id, file_id=found.id).problems)
        raise refusal.Refused(
            f"{found.worked}行を取り込んだところで止まりました。",
            f"Stopped after {found.worked} rows.",
        )
    return found


def _write_letters(coop_id: int, file_id: int, to: Path) -> None:
    """The codes and the file they are in come together, or neither; later `kumiai letters`."""
    from kumiai.joining import actions

    with letters_file.together_with(to) as letters:
        codes = actions.missing_codes(
            coop_id=coop_id, file_id=file_id, by=operator.actor(), at=clock.now()
        )
        letters.write(codes)
    if codes:
        click.echo(
            f"{len(codes)}通の手紙の登録コード: {to}\n"
            f"({len(codes)} codes for letters; they are kept nowhere else)"
        )


def _show(coop_id: int, found: "FileFacts") -> None:
    """What the file did, or what it would do."""
    from kumiai.joining import queries

    done = found.joined, found.changed, found.unchanged
    looked = queries.preview(coop_id=coop_id, file_id=found.id).looked
    if found.state != "done" and looked:
        done = looked.joined, looked.changed, looked.unchanged
    joined, changed, unchanged = done
    leaving = looked.leaving if looked else 0
    click.echo(
        f"{coop_id}: 加入 {joined} joined, 変更 {changed} changed, "
        f"変更なし {unchanged} unchanged, 取り込めない行 {found.bad} bad\n"
        + (f"うち脱退 {leaving} of them leaving\n" if leaving else "")
        + f"SHA-256 {found.digest}"
    )


def _bad_rows(bad: int, *, good: int) -> refusal.Refused:
    return refusal.Refused(
        f"{bad}行に誤りがあるため、何も取り込みませんでした。"
        + ("正しい行だけを取り込むには --skip-bad を付けます。" if good else ""),
        f"{bad} bad rows: nothing was taken in."
        + (" --skip-bad takes in the good ones." if good else ""),
    )


def _not_one(problem: imports.NotAMemberFile) -> refusal.Refused:
    return refusal.Refused(
        f"組合員ファイルとして読めません。{problem.japanese}何も取り込みませんでした。",
        f"Not a member file: {problem.english}. Nothing was taken in.",
    )


def _advancing(update: Callable[[int], None]) -> Callable[[int], None]:
    done = 0

    def advance(reached: int) -> None:
        nonlocal done
        update(reached - done)
        done = reached

    return advance


def _show_problems(problems: Sequence[RowProblem]) -> None:
    for problem in problems:
        click.echo(
            f"{problem.line}行目 {problem.column}: {problem.japanese}"
            f" (line {problem.line}: {problem.english})",
            err=True,
        )


def _bar(label: str, length: int) -> "click._termui_impl.ProgressBar[int]":
    return click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
