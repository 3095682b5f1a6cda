"""How a command says no: in Japanese, then in English, with exit status 1."""

import click


class Refused(click.ClickException):
    """The command does not do what was asked; both texts say why and what to do."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(f"{japanese}\n{english}")

    def show(self, file: object = None) -> None:  # noqa: ARG002
        """Print both texts on standard error."""
        click.echo(self.message, err=True)
