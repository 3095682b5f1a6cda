"""`kumiai security …`: who is guessing passwords, and lifting what was switched off for it."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from kumiai.cli import coop_option, operator, refusal, schema
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.identity.security import Security


@click.group()
def security() -> None:
    """See who is guessing passwords; lift what was switched off for it."""


@security.command()
@coop_option.required
def show(coop_id: int) -> None:
    """Alarms of a month, failures of a day by network and login, and logins that are off."""
    with schema.ready():
        from kumiai.identity import security as identity

        coop_option.chosen(coop_id)
        for line in _lines(identity.security(coop_id=coop_id, at=clock.now())):
            click.echo(line)


@security.command()
@coop_option.required
@click.option("--reason", required=True, help="How it was checked who asks; kept in the audit log.")
@click.argument("login_id")
def lift(coop_id: int, reason: str, login_id: str) -> None:
    """Let a login ID be tried again from zero, once it was checked who asks."""
    with schema.ready():
        from kumiai.identity.actions import security as actions

        try:
            actions.lift_stop(
                coop_id=coop_id,
                login_id=login_id,
                by=operator.actor(),
                reason=reason,
                at=clock.now(),
            )
        except actions.NoSuchLogin as nobody:
            raise refusal.Refused(
                f"生協{coop_id}にログインID {login_id} はありません。",
                f"Nobody of co-op {coop_id} has the login ID {login_id}.",
            ) from nobody
        click.echo(f"{login_id}  再開しました lifted")


def _lines(seen: "Security") -> list[str]:
    """As for people: a heading, and below it what there is, or that there is nothing."""
    sections = {
        "仮ログインの一斉試行 sprays of provisional logins (30日 days)": [
            f"{_minute(one.tripped_at)}  "
            f"{one.failing_logins} IDs, {one.failures}/{one.tries} failed  "
            + (f"停止中 paused until {_minute(one.until)}" if one.is_on else "終了 over")
            for one in seen.alarms
        ],
        f"止まっている仮ログイン provisional logins that are off ({seen.switched_off_count})": [
            f"{one.login_id}  {one.failures} failures  {_minute(one.at)}"
            for one in seen.switched_off
        ],
        "職員のログインの間違い wrong tries at logins of the office (24時間 hours)": [
            f"{one.login_id}  {one.passwords} passwords, {one.codes} second factors, "
            f"{one.again} before acts, {one.held} held  {_minute(one.last_at)}"
            for one in seen.staff
        ],
        "間違いの多いログイン logins with many failures (24時間 hours)": [
            f"{one.login_id}  {one.failures} failures  {_minute(one.last_at)}"
            for one in seen.guessed
        ],
        f"間違いの出所 networks they came from ({seen.failures}/{seen.tries})": [
            f"{network or '-'}  {failures} failures" for network, failures in seen.networks
        ],
    }
    lines = []
    for heading, found in sections.items():
        lines += [heading, *(f"  {line}" for line in found or ["なし none"])]
    return lines


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
