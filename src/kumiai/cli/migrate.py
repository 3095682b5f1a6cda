"""`kumiai migrate`: bring the database's tables up to date."""

import click

from kumiai.cli import database, schema


@click.command()
@click.option("--verbosity", type=click.IntRange(0, 3), default=1, show_default=True)
def migrate(verbosity: int) -> None:
    """Bring the database up to date with this version."""
    with database.running():
        schema.bring_up_to_date(verbosity=verbosity)
