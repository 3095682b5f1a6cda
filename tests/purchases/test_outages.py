"""What is flagged of sales made offline, said a second time from all that was ever told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumiai.ledger.models import Entry
from tests.ledger import world
from tests.ledger.world import NOON
from tests.purchases.counter import Counter

CARD_LIMIT, TILL_LIMIT = 3000, 5000
CLOCKS_APART = timedelta(minutes=10)


@dataclass
class Told:
    """One sale as the model knows it."""

    till: str
    member_id: int
    occurred_at: datetime
    contact_at: datetime
    yen: int


class Model:
    """Every sale and every contact there has been, in the order told."""

    def __init__(self) -> None:
        self.now = NOON
        self.told: list[Told] = []
        self.contacts: list[tuple[str, datetime]] = []

    def flags(self, till: str, member_id: int, occurred_at: datetime, yen: int) -> str:
        before = [
            at for name, at in self.contacts if name == till and at <= occurred_at - CLOCKS_APART
        ]
        contact_at = max(before, default=datetime(1970, 1, 1, tzinfo=UTC))
        self.told.append(Told(till, member_id, occurred_at, contact_at, yen))
        of_card = sum(
            each.yen
            for each in self.told
            if each.member_id == member_id
            and each.occurred_at > contact_at
            and each.contact_at < occurred_at
        )
        of_till = sum(
            each.yen for each in self.told if (each.till, each.contact_at) == (till, contact_at)
        )
        over = (
            ("over_card_limit", of_card > CARD_LIMIT),
            ("over_till_limit", of_till > TILL_LIMIT),
        )
        return " ".join(name for name, is_over in over if yen and is_over)


MODEL = Model()

# Whose card, how many minutes before it was told, how much, and whether the card paid it.
sales = st.tuples(
    st.integers(0, 1), st.integers(0, 300), st.integers(1, 2500), st.sampled_from([1, 1, 1, 0])
)
calls = st.tuples(
    st.sampled_from(["till", "cafeteria"]),
    st.integers(0, 200),
    st.lists(sales, min_size=1, max_size=4),
)


class TestOutages:
    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(told=st.lists(calls, min_size=1, max_size=6))
    def test_are_what_lies_between_two_contacts_of_a_till(
        self, counter: Counter, told: list[Any]
    ) -> None:
        people = (counter.hanako, counter.taro)
        limits = {"offline_card_limit_yen": CARD_LIMIT, "offline_till_limit_yen": TILL_LIMIT}
        for till, later, made in told:
            MODEL.now += timedelta(minutes=later)
            caller = world.under(counter.here.callers[till], **limits)
            asked, expected = [], []
            for who, ago, yen, by_card in made:
                at = MODEL.now - timedelta(minutes=ago)
                line = world.line(yen, code="REISSUE", genre="other")
                tenders = ("prepaid",) if by_card else ("cash",)
                sale = world.offline(world.sale(people[who], line, at=at, tenders=tenders))
                asked.append(world.asked(caller, sale))
                expected.append(MODEL.flags(till, people[who].id, at, yen if by_card else 0))
            world.post(counter.connection, asked, at=MODEL.now)
            MODEL.contacts.append((till, MODEL.now))
            stored = [Entry.objects.get(id=each.id).flags for each in asked]
            assert stored == expected
