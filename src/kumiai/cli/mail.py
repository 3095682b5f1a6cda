"""`kumiai mail`: where a co-op's mails are, and which addresses are dead."""

import click

from kumiai.cli import coop_option, schema
from kumiai.kit import clock

# As the pages say it, in both languages.
STATES = {
    "queued": "送信待ち queued",
    "sending": "送信中 being sent",
    "sent": "送信済み sent",
    "refused": "受取拒否 refused",
    "given_up": "断念 given up",
}


@click.command()
@coop_option.required
def mail(coop_id: int) -> None:
    """Show a day's mails by state, since when the oldest waits and why, and dead addresses."""
    with schema.ready():
        from kumiai.mail import queries

        coop_option.chosen(coop_id)
        seen = queries.outbox(coop_id=coop_id, at=clock.now())
        for state, count in seen.counts.items():
            click.echo(f"{count:>7,}  {STATES[state]}")
        if seen.oldest_waiting_at:
            since = f"{seen.oldest_waiting_at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
            click.echo(f"最も古い送信待ち oldest waiting: {since}  {seen.last_trouble}".rstrip())
        click.echo(f"届かないアドレス dead addresses ({len(seen.flags)})")
        for flag in seen.flags:
            day = f"{flag.flagged_at.astimezone(clock.TOKYO):%Y-%m-%d}"
            click.echo(f"  {flag.address}  {day}  {flag.reason}")
