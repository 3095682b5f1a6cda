"""`kumiai import dishes`: take in a co-op's dishes with what they hold."""

from datetime import date, datetime
from typing import IO

import click

from kumiai.cli import coop_option, operator, refusal, schema
from kumiai.kit import clock, csv_text
from kumiai.meals import imports
from kumiai.meals.imports import DishFile, RowProblem

PROBLEMS_SHOWN_MAX = 1_000


@click.command("dishes")
@click.argument("file", type=click.File("rb"))
@coop_option.required
@click.option(
    "--from",
    "starts_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day of rows that name none; today without it.",
)
@click.option("--correct", is_flag=True, help="Correct figures of days that have passed already.")
def import_dishes(
    file: IO[bytes], coop_id: int, starts_on: datetime | None, *, correct: bool
) -> None:
    """Take in dishes and what they hold from a CSV file, CP932 or UTF-8, with Japanese headers.

    A row is one dish from a day on; what was eaten before keeps its figures. If rows are bad, they
    are listed and nothing goes in. The same file again changes nothing.
    """
    at = clock.now()
    first = starts_on.date() if starts_on else clock.tokyo_date(at)
    dishes = _read(file.read(csv_text.BYTES_MAX + 1), starts_on=first)
    with schema.ready():
        from kumiai.meals import actions

        coop_option.chosen(coop_id)
        try:
            intake = actions.take_in_dishes(
                coop_id=coop_id, file=dishes, by=operator.actor(), at=at, is_correction=correct
            )
        except actions.CannotTakeIn as problem:
            _show_problems(problem.problems)
            count = len(problem.problems)
            raise refusal.Refused(
                f"{count}行に誤りがあるため、何も取り込みませんでした。",
                f"{count} bad rows: nothing was taken in.",
            ) from problem
    click.echo(
        f"{coop_id}: 新しい版 {intake.new} new, 訂正 {intake.changed} corrected, "
        f"変更なし {intake.unchanged} unchanged"
    )


def _read(raw: bytes, *, starts_on: date) -> DishFile:
    try:
        return imports.read(raw, starts_on=starts_on)
    except imports.NotADishFile as problem:
        raise refusal.Refused(
            f"料理のファイルとして読めません。{problem.japanese}何も取り込みませんでした。",
            f"Not a file of dishes: {problem.english}. Nothing was taken in.",
        ) from problem


def _show_problems(problems: tuple[RowProblem, ...]) -> None:
    for problem in problems[:PROBLEMS_SHOWN_MAX]:
        click.echo(
            f"{problem.line}行目 {problem.column}: {problem.japanese}"
            f" (line {problem.line}: {problem.english})",
            err=True,
        )
    if (more := len(problems) - PROBLEMS_SHOWN_MAX) > 0:
        click.echo(f"ほかに{more}行 ({more} more)", err=True)
