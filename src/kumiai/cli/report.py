"""`kumiai report`: the money reports of a co-op, on the terminal, as CSV or as a spreadsheet."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kumiai.cli import coop_option, operator, refusal, report_output, schema
from kumiai.cli.report_output import Output, outputs
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.coops.queries import CoopFacts
    from kumiai.reports.paper import Paper

DAY = click.DateTime(["%Y-%m-%d"])
Command = Callable[..., Any]


@click.group("report")
def report() -> None:
    """Money reports: what the books say of a day, a month, a year, or of what is owed."""


def _on(asked: str) -> Callable[[Command], Command]:
    return click.option("--on", type=DAY, help=f"{asked} Today without it.")


@report.command("day")
@coop_option.required
@_on("The business date.")
@click.option("--store", default="", help="Code of one store; all of them without it.")
@outputs
def day(coop_id: int, on: datetime | None, store: str, output: Output) -> None:
    """The day close per store and till, with what each drawer holds."""

    def made(coop: "CoopFacts", at: datetime) -> "Paper":
        from kumiai.reports import days, papers

        try:
            found = days.day(coop_id=coop.id, business_date=_day(on, at), at=at, store=store)
        except days.NoSuchStore as error:
            raise refusal.Refused(
                f"生協{coop.id}に店舗{store}はありません。",
                f"Co-op {coop.id} has no store {store}.",
            ) from error
        return papers.of_day(found, coop=coop)

    _give(coop_id, output, made)


@report.command("month")
@coop_option.required
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="This month without it.")
@click.option("--from", "first", type=DAY, help="Another time than a month: from this day …")
@click.option("--to", "last", type=DAY, help="… to this one.")
@outputs
def month(
    coop_id: int,
    month: datetime | None,
    first: datetime | None,
    last: datetime | None,
    output: Output,
) -> None:
    """A month by day, store, tax rate and genre."""

    def made(coop: "CoopFacts", at: datetime) -> "Paper":
        from kumiai.reports import days, papers, rules

        usual = rules.month_of(_day(month, at))
        since, until = _span(first, last, usual)
        return papers.of_month(
            days.month(coop_id=coop.id, first=since, last=until, at=at), coop=coop
        )

    _give(coop_id, output, made)


@report.command("members")
@coop_option.required
@click.option("--from", "first", type=DAY, help="The business year's 1 March without it.")
@click.option("--to", "last", type=DAY, help="The end of its February without it.")
@outputs
def members(coop_id: int, first: datetime | None, last: datetime | None, output: Output) -> None:
    """The use of each member by genre in a year, from which dividends are computed."""

    def made(coop: "CoopFacts", at: datetime) -> "Paper":
        from kumiai.reports import holding_papers, rules

        since, until = _span(first, last, rules.business_year(_day(first or last, at)))
        return holding_papers.of_uses(coop=coop, first=since, last=until, at=at)

    _give(coop_id, output, made)


@report.command("outstanding")
@coop_option.required
@_on("The end of this business date.")
@outputs
def outstanding(coop_id: int, on: datetime | None, output: Output) -> None:
    """Prepaid money, points, what waits to be collected and debts on any past day."""

    def made(coop: "CoopFacts", at: datetime) -> "Paper":
        from kumiai.reports import holding_papers, holdings

        found = holdings.outstanding(coop_id=coop.id, on=_day(on, at), at=at)
        return holding_papers.of_outstanding(found, coop=coop)

    _give(coop_id, output, made)


@report.command("unused")
@coop_option.required
@_on("A base date (31 March, 30 September), or any day to watch the limit.")
@outputs
def unused(coop_id: int, on: datetime | None, output: Output) -> None:
    """The unused balance of the Payment Services Act, and what follows from it."""

    def made(coop: "CoopFacts", at: datetime) -> "Paper":
        from kumiai.reports import holding_papers
        from kumiai.reports import unused as law

        found = law.unused(coop_id=coop.id, on=_day(on, at), at=at)
        return holding_papers.of_unused(found, coop=coop)

    _give(coop_id, output, made)


@report.command("leavers")
@coop_option.required
@_on("What is left at the end of this business date.")
@click.option(
    "--graduating", type=click.IntRange(1900, 2199), help="In March of this year; the next one."
)
@outputs
def leavers(coop_id: int, on: datetime | None, graduating: int | None, output: Output) -> None:
    """Who finishes in March with how much left, and where."""

    def made(coop: "CoopFacts", at: datetime) -> "Paper":
        from kumiai.reports import holding_papers, rules

        day = _day(on, at)
        return holding_papers.of_leavers(
            coop=coop, graduating=graduating or rules.next_graduation(day), on=day, at=at
        )

    _give(coop_id, output, made)


@report.command("evidence")
@coop_option.required
@click.option("--on", type=DAY, required=True, help="The base date; it must be closed.")
@click.option("--zip", "path", type=click.Path(dir_okay=False, path_type=Path), required=True)
def evidence(coop_id: int, on: datetime, path: Path) -> None:
    """A ZIP with seals and figures, from which an auditor recomputes the unused balance."""
    at = clock.now()
    with schema.ready():
        from kumiai.reports import evidence as bundles

        [coop] = coop_option.chosen(coop_id)
        try:
            with report_output.written(path) as file:
                found = bundles.write(file, coop_id=coop.id, on=on.date(), at=at)
        except bundles.CannotProve as error:
            raise refusal.Refused(error.japanese, error.english) from error
        _note(coop.id, "evidence", on.date().isoformat(), at)
    click.echo(
        f"{path}: 基準日{found.on}の未使用残高 {found.unused_yen:,}円\n"
        f"{path}: unused balance on {found.on}: {found.unused_yen:,} yen"
    )


def _give(coop_id: int, output: Output, made: "Callable[[CoopFacts, datetime], Paper]") -> None:
    """Read the report, give it in the form asked for, and write down who has looked."""
    at = clock.now()
    with schema.ready():
        [coop] = coop_option.chosen(coop_id)
        with output.language():
            paper = made(coop, at)
            output.give(paper)
        _note(coop.id, paper.name, paper.about, at)


def _note(coop_id: int, name: str, about: str, at: datetime) -> None:
    from kumiai.coops import actions

    actions.record_act(
        coop_id=coop_id,
        by=operator.actor(),
        verb="read_report",
        subject=f"report:{name}",
        at=at,
        details={"about": about},
    )


def _day(asked: datetime | None, at: datetime) -> date:
    return asked.date() if asked else clock.tokyo_date(at)


def _span(
    first: datetime | None, last: datetime | None, usual: tuple[date, date]
) -> tuple[date, date]:
    since = first.date() if first else usual[0]
    until = last.date() if last else usual[1]
    if since > until:
        raise refusal.Refused(
            f"--from {since} は --to {until} より後です。", f"--from {since} is after --to {until}."
        )
    return since, until
