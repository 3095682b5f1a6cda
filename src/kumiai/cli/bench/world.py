"""The co-op of the bench: members with prepaid money, made through the rooms' own actions."""

import sys
from collections.abc import Iterator
from datetime import date

import click
from django.db import connection, transaction

from kumiai.cli.bench.measures import COOP_ID, Made, member_number
from kumiai.coops import actions as coops
from kumiai.coops import at_till as coops_at_till
from kumiai.coops import imports
from kumiai.coops.at_till import FIND_TERMINAL, Caller
from kumiai.coops.rules import SYSTEM
from kumiai.kit import clock, ids
from kumiai.ledger import actions as ledger
from kumiai.ledger import posting
from kumiai.members import actions as members
from kumiai.members.cells import MemberRow
from kumiai.purchases import at_till
from kumiai.wallet.asked import TopUp

PREPAID_YEN = 90_000
CHUNK = 5_000
COOP_FILE = f"""
[coop]
code = {COOP_ID}
name = "計測生活協同組合"
short_name = "計測生協"
emoney_name = "Bench"
phone = "000-000-0000"
sender_address = "bench@example.jp"
accent_colour = "#0b6857"
invoice_number = "T0000000000000"

[[stores]]
code = "BENCH"
name = "計測店"
hands_over = true

[[policy]]
starts_on = 2020-04-01
preset = "guide-2020"

[[terminals]]
name = "bench-1"
kind = "till"
store = "BENCH"
"""


def made(*, members: int, quiet: bool) -> Made:
    """Make the co-op, its members and their prepaid money, in the database Django is on."""
    now = clock.now()
    intake = coops.take_in(file=imports.read(COOP_FILE.encode()), by=SYSTEM, at=now)
    key = intake.enrolled[0].key
    chunks = [range(first, min(first + CHUNK, members)) for first in range(0, members, CHUNK)]
    with click.progressbar(chunks, label="  members", hidden=quiet, file=sys.stderr) as bar:
        for chunk in bar:
            _join(chunk)
            _fund(chunk, key)
    return Made(key, members)


@transaction.atomic
def _join(chunk: range) -> None:
    rows = [
        MemberRow(
            line=0,
            member_number=member_number(index),
            name=f"計測 {index}",
            kana="ケイソク",
            birth_date=date(2006, 4, 2),
            joined_year=2024,
        )
        for index in chunk
    ]
    intake = members.take_in_members(
        coop_id=COOP_ID, rows=rows, columns={"name"}, by=SYSTEM, at=clock.now()
    )
    ledger.open_purses(coop_id=COOP_ID, member_ids=list(intake.joined.values()))


def _fund(chunk: range, key: str) -> None:
    caller = _caller(key)
    top_ups = list(_top_ups(chunk, caller))
    chart = posting.Chart()
    for first in range(0, len(top_ups), posting.BATCH_LIMIT):
        ledger.post(
            requests=top_ups[first : first + posting.BATCH_LIMIT],
            room=at_till.Counter(),
            now=clock.now,
            chart=chart,
        )


def _top_ups(chunk: range, caller: Caller) -> Iterator[posting.Request]:
    for index in chunk:
        message = TopUp(
            id=ids.uuid7(),
            card=member_number(index),
            occurred_at=clock.now(),
            amount=PREPAID_YEN,
        )
        yield at_till.request(caller=caller, message=message)


def _caller(key: str) -> Caller:
    with connection.cursor() as cursor:
        cursor.execute(FIND_TERMINAL, coops_at_till.parameters(key=key, at=clock.now()))
        return coops_at_till.caller(cursor.fetchone())
