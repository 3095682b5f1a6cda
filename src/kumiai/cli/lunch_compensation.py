"""`kumiai lunch-compensation`: what meal card holders would get for an outage, or got."""

from datetime import datetime

import click
import msgspec

from kumiai.cli import coop_option, refusal, schema
from kumiai.kit import clock
from kumiai.meals import compensating
from kumiai.meals.compensating import Outage

CLOCK = click.DateTime(["%H:%M"])
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@coop_option.required
@click.option("--day", type=DAY, help="The day of an outage; without it, what was given before.")
@click.option("--from", "begins_at", type=CLOCK, help="When it began, as 11:30.")
@click.option("--until", "ends_at", type=CLOCK, help="When it ended.")
@click.option("--most", "most_yen", type=int, help="The most for one person, in yen.")
@click.option("--on", "given_from", type=DAY, help="The first day on which it can be used.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def lunch_compensation(
    *,
    coop_id: int,
    day: datetime | None,
    begins_at: datetime | None,
    ends_at: datetime | None,
    most_yen: int | None,
    given_from: datetime | None,
    as_json: bool,
) -> None:
    """Show what holders of meal cards would get for an outage, or what they were given before.

    It gives nothing: one member of staff asks for that in the office, and another approves.
    """
    if day is None:
        with schema.ready():
            coop_option.chosen(coop_id)
            _show_given(coop_id, as_json=as_json)
        return
    if not (begins_at and ends_at and most_yen and given_from):
        raise click.UsageError("--day needs --from, --until, --most and --on.")
    with schema.ready():
        coop_option.chosen(coop_id)
        outage = Outage(day.date(), begins_at.time(), ends_at.time(), most_yen, given_from.date())
        _show_preview(coop_id, outage, as_json=as_json)


def _show_given(coop_id: int, *, as_json: bool) -> None:
    from kumiai.meals import compensations

    for one in compensations.given(coop_id=coop_id):
        if as_json:
            click.echo(msgspec.json.encode(one))
        else:
            click.echo(
                f"{one.day} {one.begins_at:%H:%M}-{one.ends_at:%H:%M}: "
                f"{one.members}人 people, {one.total_yen:,}円 yen, {one.given_from}から from then"
            )


def _show_preview(coop_id: int, outage: Outage, *, as_json: bool) -> None:
    from kumiai.meals import compensations

    if problem := compensating.problem_with(outage, at=clock.now()):
        raise refusal.Refused(
            f"この障害は補償できません({problem.value})。",
            f"Nothing can be given for this outage: {problem.value}.",
        )
    found = compensations.preview(coop_id=coop_id, outage=outage)
    if as_json:
        for one in found.credits:
            click.echo(msgspec.json.encode(one))
        return
    click.echo(
        f"{found.holders}人のうち{len(found.given)}人、合計{found.total_yen:,}円。"
        f"使える日のない方{found.left_over}人。\n"
        f"({len(found.given)} of {found.holders} holders, {found.total_yen:,} yen;"
        f" {found.left_over} have no day left)\n"
        "事務室で依頼し、別の職員が承認します。"
        "(Ask for it in the office; another member of staff approves.)"
    )
