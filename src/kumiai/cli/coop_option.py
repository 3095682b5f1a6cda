"""Which co-op a command is for: the option, and that there is such a co-op."""

from typing import TYPE_CHECKING

import click

from kumiai.cli import refusal

if TYPE_CHECKING:
    from kumiai.coops.queries import CoopFacts

required = click.option(
    "--coop", "coop_id", type=click.IntRange(1000, 9999), required=True, help="The co-op's code."
)


def chosen(coop_id: int | None) -> "list[CoopFacts]":
    """The co-op of this code, or all of them without one. Refused where there is no such co-op."""
    # The rooms can be imported only once Django is set up.
    from kumiai.coops import queries

    found = [coop for coop in queries.coops() if coop_id in (None, coop.id)]
    if not found and coop_id is not None:
        raise refusal.Refused(f"生協{coop_id}はありません。", f"There is no co-op {coop_id}.")
    return found
