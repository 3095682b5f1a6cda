"""`kumiai staff …`: who works in a co-op's office, and how they come in."""

from typing import TYPE_CHECKING

import click

from kumiai.cli import coop_option, operator, refusal, schema
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock, environment

if TYPE_CHECKING:
    from kumiai.identity.actions.staff import FirstPassword

_ROLES = click.Choice([role.value for role in Role])
_REASON = click.option("--reason", required=True, help="Why; it goes into the log of acts.")


@click.group()
def staff() -> None:
    """Add people of the office, list and disable them, reset their second factor."""


@staff.command()
@coop_option.required
@click.option("--role", type=_ROLES, required=True, help="What they may do.")
@click.option("--name", required=True, help="As colleagues see it.")
@click.option("--login-id", required=True, help="Once in the installation.")
def add(coop_id: int, role: str, name: str, login_id: str) -> None:
    """Add somebody and show a one-time password, this once."""
    with schema.ready():
        from kumiai.identity.actions import staff as actions

        try:
            first = actions.add_staff(
                coop_id=coop_id,
                name=name,
                role=Role(role),
                login_id=login_id,
                by=operator.actor(),
                at=clock.now(),
            )
        except actions.CannotAddStaff as problem:
            raise refusal.Refused(
                f"追加できません。{problem}", f"Not added: {problem}"
            ) from problem
    _show(first)


@staff.command("list")
@coop_option.required
def list_staff(coop_id: int) -> None:
    """List a co-op's office, the disabled ones too."""
    with schema.ready():
        from kumiai.coops.staff import queries
        from kumiai.identity import staff as identity

        coop_option.chosen(coop_id)
        logins = {login.staff_id: login for login in identity.logins(coop_id)}
        for person in queries.staff(coop_id):
            login = logins[person.id]
            state = "初回設定待ち to be set up" if login.is_first else ""
            if person.disabled_at:
                state = f"停止 disabled {person.disabled_at:%Y-%m-%d}"
            line = f"{login.login_id:<32}  {person.role:<8}  {person.name}  {state}"
            click.echo(line.rstrip())


@staff.command()
@coop_option.required
@_REASON
@click.argument("login_id")
def disable(coop_id: int, reason: str, login_id: str) -> None:
    """Log somebody out at once, and let them in no more."""
    with schema.ready():
        from kumiai.coops.staff.actions import NoSuchStaff
        from kumiai.identity.actions import staff as actions

        try:
            actions.disable_staff(
                coop_id=coop_id,
                login_id=login_id,
                reason=reason,
                by=operator.actor(),
                at=clock.now(),
            )
        except NoSuchStaff as nobody:
            raise _nobody(coop_id, login_id) from nobody
    click.echo(f"{login_id}  停止しました disabled")


@staff.command("reset-second-factor")
@coop_option.required
@_REASON
@click.argument("login_id")
def reset_second_factor(coop_id: int, reason: str, login_id: str) -> None:
    """Let somebody who lost the second factor begin anew, with a one-time password."""
    with schema.ready():
        from kumiai.coops.staff.actions import NoSuchStaff
        from kumiai.identity.actions import staff as actions

        try:
            first = actions.reset_second_factor(
                coop_id=coop_id,
                login_id=login_id,
                reason=reason,
                by=operator.actor(),
                at=clock.now(),
            )
        except NoSuchStaff as nobody:
            raise _nobody(coop_id, login_id) from nobody
    _show(first)


def _show(first: "FirstPassword") -> None:
    click.echo(f"{first.login_id} {first.password}")
    until = f"{first.until.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    click.echo(
        f"{environment.pages_url()}/office/login で{until}までに、認証アプリと新しいパスワードを"
        f"登録してください。(Good until {until}, for setting up the second factor only;"
        " not shown again.)",
        err=True,
    )


def _nobody(coop_id: int, login_id: str) -> refusal.Refused:
    return refusal.Refused(
        f"生協{coop_id}に、いまログインできる職員 {login_id} はいません。",
        f"Nobody who works at co-op {coop_id} has the login ID {login_id}.",
    )
