"""The seal of a day: whatever changes in it or before it changes the seal."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kumiai.ledger import rules
from kumiai.ledger.rules import DayContents, DaySum

DAY = DayContents(date(2026, 11, 24), 3, bytes(32), (DaySum("CASH", 7, 500, 0),))


def seal(day: DayContents, *, coop_id: int = 2101, previous: bytes = rules.FIRST_SEAL) -> bytes:
    return rules.seal(coop_id=coop_id, contents=day, previous_seal=previous)


class TestSeal:
    def test_is_a_sha256_that_stays_the_same(self) -> None:
        assert len(seal(DAY)) == 32
        assert seal(DAY) == seal(replace(DAY, sums=[DaySum("CASH", 7, 500, 0)]))

    def test_changes_with_everything_it_seals(self) -> None:
        others = [
            seal(replace(DAY, business_date=date(2026, 11, 25))),
            seal(replace(DAY, entry_count=4)),
            seal(replace(DAY, content_digest=bytes(31) + b"\1")),
            seal(replace(DAY, sums=())),
            seal(replace(DAY, sums=(DaySum("SALES", 7, 500, 0),))),
            seal(replace(DAY, sums=(DaySum("CASH", 8, 500, 0),))),
            seal(replace(DAY, sums=(DaySum("CASH", 7, 501, 0),))),
            seal(replace(DAY, sums=(DaySum("CASH", 7, 500, 1),))),
            seal(DAY, coop_id=1175),
            seal(DAY, previous=bytes(31) + b"\1"),
        ]
        assert len({seal(DAY), *others}) == len(others) + 1

    @given(days=st.lists(st.integers(0, 5), min_size=2, max_size=6), at=st.data())
    def test_carries_every_day_before(self, days: list[int], at: st.DataObject) -> None:
        def last(counts: list[int]) -> bytes:
            previous = rules.FIRST_SEAL
            for count in counts:
                previous = seal(replace(DAY, entry_count=count), previous=previous)
            return previous

        changed = list(days)
        changed[at.draw(st.integers(0, len(days) - 1))] += 1
        assert last(changed) != last(days)
