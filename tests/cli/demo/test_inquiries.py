"""What the demo's people have asked: some waits, some is answered, spam is out of the way."""

from datetime import datetime, timedelta

import pytest

from kumiai.cli.demo import inquiries
from kumiai.cli.demo.manifest import CoopPart, Part
from kumiai.inquiries import queries
from kumiai.inquiries.rules import State
from kumiai.kit.clock import TOKYO
from kumiai.ledger.models import Entry
from kumiai.purchases.till_record import till_record
from tests import cast, money, office

UNTIL = datetime(2026, 11, 20, 15, 40, tzinfo=TOKYO)


def coop_part(person: cast.Person) -> CoopPart:
    row = person.row
    part = Part(
        member_number=row.member_number,
        kind="student",
        kana=row.kana,
        birth_date=row.birth_date,
        joined_year=row.joined_year,
        phone=row.home_phone,
    )
    return CoopPart(
        coop_id=person.coop_id,
        joined_years=(row.joined_year,),
        history_lines=0,
        member_numbers=(row.member_number,),
        parts={"registered_member": part},
        cards=(),
    )


@pytest.mark.django_db
class TestAsk:
    def test_fills_the_desk_once(self) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        desk = office.desk(coop)
        at = UNTIL - timedelta(days=2)
        money.top_up(hanako, till=coop.till, yen=2000, at=at)
        money.ring_up(hanako, money.line(yen=610), till=coop.till, at=at)
        for _again in range(2):
            inquiries.ask(coop_part(hanako), until=UNTIL)
        counts = queries.counts(2101)
        assert {state: count for state, count in counts.items() if count} == {
            State.OPEN: 2,
            State.WAITING: 1,
            State.ANSWERED: 1,
            State.SPAM: 1,
        }
        (own,) = queries.asked_by(coop_id=2101, member_id=hanako.id, kind="member")
        assert own.entry_id == Entry.objects.get(kind="purchase").pk
        record = till_record(coop_id=2101, entry_id=own.entry_id)
        assert record is not None
        assert record.line(own.line) == record.lines[0]
        answered = queries.time_to_answer(
            coop_id=2101, since=UNTIL - timedelta(days=9), before=UNTIL
        )
        assert answered.count == 2
        rows = queries.inbox(coop_id=2101, sought=queries.Sought(state=State.ANSWERED))
        assert [one.assigned_to for one in queries.facts_of(rows)] == [str(desk.id)]
