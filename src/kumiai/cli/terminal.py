"""`kumiai terminal …`: tills, top-up machines and the feed, and their keys."""

from datetime import timedelta

import click

from kumiai.cli import coop_option, operator, refusal, schema
from kumiai.coops.rules import TERMINAL_KINDS, TerminalKind
from kumiai.kit import clock

OVERLAP_HOURS_MAX = 24 * 7


@click.group()
def terminal() -> None:
    """Enrol terminals, list them, rotate and revoke their keys."""


@terminal.command()
@coop_option.required
@click.option("--kind", type=click.Choice(TERMINAL_KINDS), required=True)
@click.option("--name", required=True, help="How the co-op calls it; once per co-op.")
@click.option("--store", "store_code", help="Code of the store it stands in; a feed has none.")
def enrol(coop_id: int, kind: TerminalKind, name: str, store_code: str | None) -> None:
    """Enrol a terminal and show its key, this once."""
    with schema.ready():
        from kumiai.coops import actions

        try:
            enrolled = actions.enrol_terminal(
                coop_id=coop_id,
                kind=kind,
                name=name,
                store_code=store_code,
                by=operator.actor(),
                at=clock.now(),
            )
        except actions.CannotEnrol as problem:
            raise refusal.Refused(f"端末を登録できません。{problem}", str(problem)) from problem
    _show_key(enrolled.id, enrolled.key)


@terminal.command("list")
@coop_option.required
def list_terminals(coop_id: int) -> None:
    """List a co-op's terminals, the revoked ones too."""
    with schema.ready():
        from kumiai.coops import queries

        for found in queries.terminals(coop_id):
            revoked = f"  失効 revoked {found.revoked_at:%Y-%m-%d}" if found.revoked_at else ""
            place = found.store_code or "-"
            click.echo(f"{found.id:>6}  {found.kind:<14}  {place:<10}  {found.name}{revoked}")


@terminal.command()
@coop_option.required
@click.argument("terminal_id", type=int)
@click.option(
    "--overlap-hours",
    type=click.IntRange(0, OVERLAP_HOURS_MAX),
    default=24,
    show_default=True,
    help="How long the key in use goes on working.",
)
def rotate(coop_id: int, terminal_id: int, overlap_hours: int) -> None:
    """Make a new key and show it, this once."""
    with schema.ready():
        from kumiai.coops import actions

        try:
            enrolled = actions.rotate_terminal_key(
                coop_id=coop_id,
                terminal_id=terminal_id,
                overlap=timedelta(hours=overlap_hours),
                by=operator.actor(),
                at=clock.now(),
            )
        except actions.CannotRotate as problem:
            raise refusal.Refused(f"鍵を更新できません。{problem}", str(problem)) from problem
    _show_key(enrolled.id, enrolled.key)


@terminal.command()
@coop_option.required
@click.argument("terminal_id", type=int)
@click.option("--reason", required=True, help="Why; it goes into the audit log.")
def revoke(coop_id: int, terminal_id: int, reason: str) -> None:
    """Make all keys of a terminal useless, at once."""
    with schema.ready():
        from kumiai.coops import actions

        try:
            actions.revoke_terminal(
                coop_id=coop_id,
                terminal_id=terminal_id,
                reason=reason,
                by=operator.actor(),
                at=clock.now(),
            )
        except actions.CannotRevoke as problem:
            raise refusal.Refused(f"失効できません。{problem}", str(problem)) from problem
    click.echo(f"{terminal_id}: 失効しました。(revoked)")


def _show_key(terminal_id: int, key: str) -> None:
    click.echo(f"{terminal_id} {key}")
    click.echo("端末の鍵は二度と表示されません。(The key is not shown again.)", err=True)
