"""`kumiai import slips`: take in a pile of payment slips as the bank's file tells it."""

import sys
from datetime import datetime
from typing import IO, TYPE_CHECKING

import click

from kumiai.cli import operator, refusal, schema
from kumiai.kit import clock, csv_text
from kumiai.slips import imports
from kumiai.slips.imports import RowProblem, SlipFile

if TYPE_CHECKING:
    from kumiai.slips import actions

PROBLEMS_SHOWN_MAX = 1_000


@click.command("slips")
@click.argument("file", type=click.File("rb"))
@click.option("--coop", "coop_id", type=click.IntRange(1000, 9999), help="The co-op's code.")
@click.option("--skip-bad", is_flag=True, help="Take in the good rows although some are bad.")
def import_slips(file: IO[bytes], coop_id: int | None, *, skip_bad: bool) -> None:
    """Take in payments by slip from a CSV file, CP932 or UTF-8, with Japanese headers.

    Each payment becomes uncollected money of its member, once: the same file again, or one that
    overlaps with it, brings in only what is new. If rows are bad, they are listed and nothing
    goes in, or the good ones with --skip-bad. Where nothing was new, that is said, and when the
    same file came in first.
    """
    slips = _read(file.read(csv_text.BYTES_MAX + 1), coop_id=coop_id)
    with schema.ready():
        from kumiai.slips import actions, queries

        slips = queries.against_stored(slips)
        _show_problems(slips.problems)
        if not slips.rows or (slips.problems and not skip_bad):
            raise _nothing_taken_in(slips)
        with click.progressbar(
            length=len(slips.rows),
            label="取り込み taking in",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar:
            intake = actions.take_in(
                file=slips, by=operator.actor(), at=clock.now(), progress=bar.update
            )
        _show(intake, bad=len(slips.problems))
        if not intake.new:
            earlier_at = queries.taken_in_at(coop_id=slips.coop_id, digest=slips.digest)
            _say_nothing_was_new(earlier_at)


def _read(raw: bytes, *, coop_id: int | None) -> SlipFile:
    try:
        return imports.read(raw, coop_id=coop_id, today=clock.tokyo_date(clock.now()))
    except imports.NotASlipFile as problem:
        raise refusal.Refused(
            f"払込のファイルとして読めません。{problem.japanese}何も取り込みませんでした。",
            f"Not a file of payment slips: {problem.english}. Nothing was taken in.",
        ) from problem


def _show_problems(problems: tuple[RowProblem, ...]) -> None:
    for problem in sorted(problems, key=lambda problem: problem.line)[:PROBLEMS_SHOWN_MAX]:
        click.echo(
            f"{problem.line}行目 {problem.column}: {problem.japanese}"
            f" (line {problem.line}: {problem.english})",
            err=True,
        )
    if (more := len(problems) - PROBLEMS_SHOWN_MAX) > 0:
        click.echo(f"ほかに{more}行 ({more} more)", err=True)


def _nothing_taken_in(slips: SlipFile) -> refusal.Refused:
    count = len(slips.problems)
    return refusal.Refused(
        f"{count}行に誤りがあるため、何も取り込みませんでした。"
        + ("正しい行だけを取り込むには --skip-bad を付けます。" if slips.rows else ""),
        f"{count} bad rows: nothing was taken in."
        + (" --skip-bad takes in the good ones." if slips.rows else ""),
    )


def _show(intake: "actions.Intake", *, bad: int) -> None:
    click.echo(
        f"{intake.coop_id}: 新しい払込 {intake.new}件 {intake.new_yen:,}円 new, "
        f"取り込み済み {intake.known}件 known, 取り込めない行 {bad} bad"
    )


def _say_nothing_was_new(earlier_at: datetime | None) -> None:
    """A file given twice is no mistake of money, but whoever gave it should know."""
    if earlier_at is None:
        click.echo("新しい払込はありませんでした。(Nothing in it was new.)")
        return
    at = earlier_at.astimezone(clock.TOKYO)
    click.echo(
        f"同じ内容のファイルを{at:%Y年%-m月%-d日 %H:%M}に取り込み済みです。"
        f"何も取り込みませんでした。(The same file was taken in on {at:%Y-%m-%d at %H:%M}."
        " Nothing was taken in.)"
    )
