"""`kumiai`: each command is a module of this package, loaded when it is called."""

import os
from importlib import import_module
from typing import Any

import click

import kumiai
from kumiai.cli import refusal, usage
from kumiai.kit import environment

# Command → module:attribute, in the order a newcomer meets them.
COMMANDS = {
    "demo": "kumiai.cli.demo.command:demo",
    "migrate": "kumiai.cli.migrate:migrate",
    "serve": "kumiai.cli.serve:serve",
    "import": "kumiai.cli.import_files:import_files",
    "letters": "kumiai.cli.letters:letters",
    "slips": "kumiai.cli.slips:slips",
    "staff": "kumiai.cli.staff:staff",
    "terminal": "kumiai.cli.terminal:terminal",
    "offline-sales": "kumiai.cli.offline_sales:offline_sales",
    "notice": "kumiai.cli.notice:notice",
    "lunch-compensation": "kumiai.cli.lunch_compensation:lunch_compensation",
    "mail": "kumiai.cli.mail:mail",
    "condition": "kumiai.cli.condition:condition",
    "security": "kumiai.cli.security:security",
    "close-day": "kumiai.cli.close_day:close_day",
    "count-drawer": "kumiai.cli.count_drawer:count_drawer",
    "report": "kumiai.cli.report:report",
    "prove-books": "kumiai.cli.prove_books:prove_books",
    "bench": "kumiai.cli.bench:bench",
}


class Commands(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command."""
        with usage.in_both_languages():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a setting that cannot be read is said in one line."""
        try:
            with usage.in_both_languages():
                return super().invoke(ctx)
        except environment.BadSetting as error:
            raise refusal.Refused(f"設定を確かめてください。{error}", f"Check: {error}") from error


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kumiai.__version__, prog_name="kumiai")
def main() -> None:
    """The member portal and e-money system of a university co-op."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumiai.config.settings")


if __name__ == "__main__":
    main(prog_name="kumiai")
