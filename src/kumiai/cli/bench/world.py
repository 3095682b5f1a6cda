"""The co-op of a bench: tills, members with prepaid money, and meal cards where they are asked for.

All of it is made through the rooms' own actions.
"""

import sys
from collections.abc import Iterator
from datetime import date

import click
from django.db import connection, transaction

from kumiai.cli import coop_file
from kumiai.cli.bench.measures import COOP_ID, HOLDERS_EVERY, Made, Mix, member_number
from kumiai.coops import at_till as coops_at_till
from kumiai.coops import imports
from kumiai.coops.at_till import FIND_TERMINAL, Caller
from kumiai.coops.rules import SYSTEM
from kumiai.kit import clock, ids
from kumiai.ledger import actions as ledger
from kumiai.ledger import posting
from kumiai.meals import actions as meals
from kumiai.members import actions as members
from kumiai.members.cells import MemberRow
from kumiai.purchases import at_till
from kumiai.wallet.asked import TopUp

CHUNK = 5_000
PLAN = "計測プラン"
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
"""
TILL = """
[[terminals]]
name = "bench-{number}"
kind = "till"
store = "BENCH"
"""
# Good at every hour of every day, so that a bench at night measures what one at noon does.
MEAL_PLAN = f"""
[[meal_plans]]
name = "{PLAN}"
daily_limit_yen = 1200
weekdays = [0, 1, 2, 3, 4, 5, 6]
starts_on = 2020-04-01
ends_on = 2099-03-31
"""


def made(*, members: int, tills: int, mix: Mix, quiet: bool) -> Made:
    """Make the co-op, its tills and members, and their money, in the database Django is on."""
    parts = [COOP_FILE, *(TILL.format(number=number) for number in range(1, tills + 1))]
    if mix.has_plans:
        parts.append(MEAL_PLAN)
    file = imports.read("".join(parts).encode())
    intake = coop_file.take_in(file, by=SYSTEM, at=clock.now())
    keys = tuple(enrolled.key for enrolled in intake.enrolled)
    chunks = [range(first, min(first + CHUNK, members)) for first in range(0, members, CHUNK)]
    with click.progressbar(chunks, label="  members", hidden=quiet, file=sys.stderr) as bar:
        for chunk in bar:
            _join(chunk, mix)
            if mix.start_yen:
                _fund(chunk, keys[0], mix.start_yen)
    return Made(keys, members)


@transaction.atomic
def _join(chunk: range, mix: Mix) -> None:
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
    at = clock.now()
    intake = members.take_in_members(coop_id=COOP_ID, rows=rows, columns={"name"}, by=SYSTEM, at=at)
    ledger.open_purses(coop_id=COOP_ID, member_ids=list(intake.joined.values()))
    if mix.has_plans:
        holders = [index for index in chunk if index % HOLDERS_EVERY == 0]
        plans = {intake.joined[member_number(index)]: PLAN for index in holders}
        meals.hand_out_cards(coop_id=COOP_ID, plan_names=plans, on=clock.tokyo_date(at))


def _fund(chunk: range, key: str, yen: int) -> None:
    caller = _caller(key)
    top_ups = list(_top_ups(chunk, caller, yen))
    chart = posting.Chart()
    for first in range(0, len(top_ups), posting.BATCH_LIMIT):
        ledger.post(
            requests=top_ups[first : first + posting.BATCH_LIMIT],
            room=at_till.Counter(),
            now=clock.now,
            chart=chart,
        )


def _top_ups(chunk: range, caller: Caller, yen: int) -> Iterator[posting.Request]:
    for index in chunk:
        message = TopUp(
            id=ids.uuid7(),
            card=member_number(index),
            occurred_at=clock.now(),
            amount=yen,
        )
        yield at_till.request(caller=caller, message=message)


def _caller(key: str) -> Caller:
    with connection.cursor() as cursor:
        cursor.execute(FIND_TERMINAL, coops_at_till.parameters(key=key, at=clock.now()))
        return coops_at_till.caller(cursor.fetchone())
