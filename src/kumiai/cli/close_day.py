"""`kumiai close-day`: seal a business day of a co-op, or of all of them."""

from datetime import date, datetime

import click

from kumiai.cli import coop_option, missing_numbers, operator, refusal, schema
from kumiai.kit import clock


@click.command("close-day")
@click.option("--coop", "coop_id", type=int, help="Code of the co-op; all of them without it.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Today without it.")
def close_day(coop_id: int | None, day: datetime | None) -> None:
    """Close and seal a business day, and list the numbers missing from terminals that count.

    Sales made later join the next day.
    """
    now = clock.now()
    business_date = day.date() if day else clock.tokyo_date(now)
    if business_date > clock.tokyo_date(now):
        raise refusal.Refused(
            f"{business_date}はまだ来ていません。", f"{business_date} has not come yet."
        )
    with schema.ready():
        from kumiai.ledger import actions as ledger
        from kumiai.reports import actions as reports

        for each in [coop.id for coop in coop_option.chosen(coop_id)]:
            try:
                closes = ledger.close_day(
                    coop_id=each, business_date=business_date, at=now, by=operator.actor()
                )
            except ledger.CannotCloseDay as error:
                raise refusal.Refused(error.japanese, error.english) from error
            reports.keep_closed_days(coop_id=each, at=now)
            for close in closes:
                click.echo(
                    f"{each} {close.business_date}  {close.entry_count:,}件 entries  "
                    f"seal {bytes(close.seal).hex()}"
                )
                _show_missing(each, close.business_date)


def _show_missing(coop_id: int, business_date: date) -> None:
    """List the numbers that terminals have counted up and that never came."""
    from kumiai.coops import queries as coops
    from kumiai.ledger import queries as ledger

    names = {terminal.id: terminal.name for terminal in coops.terminals(coop_id)}
    found = ledger.numbers_at_close(coop_id=coop_id, business_date=business_date)
    for terminal_id, numbered in found.items():
        if numbered.missing:
            name = names[terminal_id]
            click.echo(missing_numbers.words(terminal_id, name, numbered.missing))
