"""Purchases of others: a member's thirteen months, copied to as many members as are needed.

The copies are in the books as everything is: purses with their versions and balances, receipts,
marks. One thing only is not what a till would have written: the digests of the requests are those
of the originals. `kumiai prove-books` finds nothing wrong.
"""

import sys
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import click
from django.db import connection, transaction

from kumiai.cli.bench.measures import COOP_ID, member_number
from kumiai.kit import sql
from kumiai.members import queries as members

# Each writes some ten thousand purchases, which a transaction of a few seconds can hold.
MEMBERS_AT_ONCE = 40
_sql = sql.load("kumiai.cli.bench")
_COPIES = (
    _sql.copy_requests,
    _sql.copy_entries,
    _sql.copy_transfers,
    _sql.copy_purchases,
    _sql.copy_lines,
)


def live_as(member: int, others: Sequence[int], *, quiet: bool) -> None:
    """Copy what a member did to others who have done nothing yet; all by their numbers."""
    entries = _entries_of(member)
    chunks = [others[at : at + MEMBERS_AT_ONCE] for at in range(0, len(others), MEMBERS_AT_ONCE)]
    with click.progressbar(chunks, label="  others", hidden=quiet, file=sys.stderr) as bar:
        for chunk in bar:
            _copy(member, chunk, entries)


def _entries_of(member: int) -> list[UUID]:
    """Asked once: no index leads there, and each copy would read through all that came before."""
    number = member_number(member)
    ids = members.member_ids(coop_id=COOP_ID, member_numbers=[number])
    with connection.cursor() as cursor:
        cursor.execute(_sql.entries_of, {"coop": COOP_ID, "member": ids[number]})
        return [entry_id for (entry_id,) in cursor.fetchall()]


@transaction.atomic
def _copy(member: int, others: Sequence[int], entries: list[UUID]) -> None:
    numbers = [member_number(each) for each in (member, *others)]
    ids = members.member_ids(coop_id=COOP_ID, member_numbers=numbers)
    first, *rest = (ids[number] for number in numbers)
    parameters: dict[str, Any] = {
        "coop": COOP_ID,
        "member": first,
        "others": rest,
        "entries": entries,
    }
    with connection.cursor() as cursor:
        for statement in _COPIES:
            cursor.execute(statement, parameters)
