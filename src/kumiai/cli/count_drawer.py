"""`kumiai count-drawer`: keep what was counted in a till's drawer at the end of a day."""

from datetime import datetime

import click

from kumiai.cli import coop_option, operator, refusal, schema
from kumiai.kit import clock


@click.command("count-drawer")
@coop_option.required
@click.option("--terminal", "terminal_id", type=int, required=True, help="Whose drawer it is.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Business date; today without it.")
@click.option("--counted-yen", type=int, required=True, help="All cash that lies in it.")
@click.option("--float-yen", type=int, default=0, help="The change it began the day with.")
@click.option("--note", default="", help="What explains a difference.")
def count_drawer(
    *,
    coop_id: int,
    terminal_id: int,
    on: datetime | None,
    counted_yen: int,
    float_yen: int,
    note: str,
) -> None:
    """Keep what was counted in a drawer, and say by how much it differs from the books.

    Counting again adds another count; the latest holds, the earlier ones stay.
    """
    at = clock.now()
    business_date = on.date() if on else clock.tokyo_date(at)
    with schema.ready():
        from kumiai.reports import actions, days

        coop_option.chosen(coop_id)
        try:
            actions.count_drawer(
                coop_id=coop_id,
                terminal_id=terminal_id,
                business_date=business_date,
                counted_yen=counted_yen,
                float_yen=float_yen,
                note=note,
                at=at,
                by=operator.actor(),
            )
        except actions.CannotCountDrawer as error:
            raise refusal.Refused(error.japanese, error.english) from error
        found = days.day(coop_id=coop_id, business_date=business_date, at=at)
        [till] = [t for s in found.stores for t in s.tills if t.terminal.id == terminal_id]
    due_yen, difference_yen = till.drawer.due_yen, till.drawer.difference_yen or 0
    click.echo(
        f"{till.terminal.name} {business_date}: 数えた現金 {counted_yen:,}円、釣銭準備金"
        f" {float_yen:,}円、入るはずの現金 {due_yen:,}円、差額 {difference_yen:+,}円\n"
        f"{till.terminal.name} {business_date}: counted {counted_yen:,} yen, change"
        f" {float_yen:,} yen, due {due_yen:,} yen, difference {difference_yen:+,} yen"
    )
