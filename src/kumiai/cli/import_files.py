"""`kumiai import …`: what the co-op's offices have as files."""

import click

from kumiai.cli import (
    import_coops,
    import_deposits,
    import_dishes,
    import_members,
    import_slips,
)


@click.group()
def import_files() -> None:
    """Take in a file: co-ops, members, payment slips, deposits, dishes."""


import_files.add_command(import_coops.import_coops)
import_files.add_command(import_members.import_members)
import_files.add_command(import_slips.import_slips)
import_files.add_command(import_dishes.import_dishes)
for command in import_deposits.COMMANDS:
    import_files.add_command(command)
