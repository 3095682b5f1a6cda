"""`kumiai import members`: take in a member file as the co-op's office has it."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kumiai.cli import letters_file, operator, refusal, schema
from kumiai.kit import clock, csv_text
from kumiai.members import imports
from kumiai.members.imports import MemberFile, RowProblem

if TYPE_CHECKING:
    from kumiai.joining import member_file

PROBLEMS_SHOWN_MAX = 1_000


@click.command("members")
@click.argument("file", type=click.File("rb"))
@click.option("--coop", "coop_id", type=click.IntRange(1000, 9999), help="The co-op's code.")
@click.option("--skip-bad", is_flag=True, help="Take in the good rows although some are bad.")
@click.option(
    "--letters",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the codes for letters go, a new file; by default into the data folder.",
)
def import_members(
    file: IO[bytes], coop_id: int | None, *, skip_bad: bool, letters: Path | None
) -> None:
    """Take in members from a CSV file, CP932 or UTF-8, with Japanese headers.

    New numbers join, known ones are brought up to date; the same file again changes nothing. If
    rows are bad, they are listed and nothing goes in, or the good ones with --skip-bad. Where the
    co-op lets people in with codes, those of the new ones are written into a file for printing.
    """
    raw = file.read(csv_text.BYTES_MAX + 1)
    members = _read(raw, coop_id=coop_id)
    with schema.ready():
        from kumiai.joining import member_file

        at = clock.now()
        try:
            members = member_file.against_stored(members, on=clock.tokyo_date(at))
        except member_file.CannotTakeIn as problem:
            raise refusal.Refused(
                f"生協{problem}は登録されていません。"
                "先に kumiai import coops で取り込んでください。",
                f"There is no co-op {problem}: take it in with `kumiai import coops` first.",
            ) from problem
        _show_problems(members.problems)
        if not members.rows or (members.problems and not skip_bad):
            raise refusal.Refused(
                f"{len(members.problems)}行に誤りがあるため、何も取り込みませんでした。"
                + (
                    "" if not members.rows else "正しい行だけを取り込むには --skip-bad を付けます。"
                ),
                f"{len(members.problems)} bad rows: nothing was taken in."
                + ("" if not members.rows else " --skip-bad takes in the good ones."),
            )
        with _bar("取り込み taking in", len(members.rows)) as bar:
            report, written = _take_in(members, letters, at, bar.update)
    if written:
        click.echo(
            f"{len(report.codes)}通の手紙の登録コード: {written}\n"
            f"({len(report.codes)} codes for letters; they are kept nowhere else)"
        )
    click.echo(
        f"{report.coop_id}: 加入 {report.joined} joined, 変更 {report.changed} changed, "
        f"変更なし {report.unchanged} unchanged, 取り込めない行 {len(members.problems)} bad"
    )


def _take_in(
    members: MemberFile, path: Path | None, at: datetime, progress: Callable[[int], None]
) -> "tuple[member_file.Report, Path | None]":
    """Members and the file of their codes come together, or neither."""
    from kumiai.joining import member_file

    to = path or letters_file.usual_path(members.coop_id, at.astimezone(clock.TOKYO))
    with letters_file.together_with(to) as letters:
        report = member_file.take_in(members, by=operator.actor(), at=at, progress=progress)
        letters.write(report.codes)
    return report, to if report.codes else None


def _read(raw: bytes, *, coop_id: int | None) -> MemberFile:
    done = 0

    def progress(line: int) -> None:
        nonlocal done
        if line - done >= 1_000:
            bar.update(line - done)
            done = line

    with _bar("読み込み reading", raw.count(b"\n")) as bar:
        try:
            return imports.read(
                raw, coop_id=coop_id, today=clock.tokyo_date(clock.now()), progress=progress
            )
        except imports.NotAMemberFile as problem:
            raise refusal.Refused(
                f"組合員ファイルとして読めません。{problem.japanese}何も取り込みませんでした。",
                f"Not a member file: {problem.english}. Nothing was taken in.",
            ) from problem


def _show_problems(problems: Sequence[RowProblem]) -> None:
    for problem in sorted(problems, key=lambda problem: problem.line)[:PROBLEMS_SHOWN_MAX]:
        click.echo(
            f"{problem.line}行目 {problem.column}: {problem.japanese}"
            f" (line {problem.line}: {problem.english})",
            err=True,
        )
    if (more := len(problems) - PROBLEMS_SHOWN_MAX) > 0:
        click.echo(f"ほかに{more}行 ({more} more)", err=True)


def _bar(label: str, length: int) -> "click._termui_impl.ProgressBar[int]":
    return click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
