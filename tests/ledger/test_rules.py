"""The close of a day: its seal, which changes with all before it, and the numbers it lacks."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kumiai.ledger import rules
from kumiai.ledger.rules import DayContents, DaySum, Numbered, Run

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


def runs_of(numbers: set[int]) -> list[Run]:
    """Numbers as runs without gaps, by looking at each."""
    starts = sorted(n for n in numbers if n - 1 not in numbers)
    ends = sorted(n for n in numbers if n + 1 not in numbers)
    return list(zip(starts, ends, strict=True))


def numbers_in(runs: tuple[Run, ...]) -> set[int]:
    return {number for first, last in runs for number in range(first, last + 1)}


class TestCheckNumbers:
    def test_begins_anywhere(self) -> None:
        assert rules.check_numbers([(101, 110)], None) == Numbered(110)

    def test_finds_what_a_day_leaves_out(self) -> None:
        assert rules.check_numbers([(1, 3), (6, 6), (8, 9)], None) == Numbered(
            9, ((4, 5), (7, 7)), ((4, 5), (7, 7))
        )

    def test_goes_on_from_the_day_before(self) -> None:
        before = Numbered(9, ((4, 5),), ((4, 5),))
        assert rules.check_numbers([(12, 12)], before) == Numbered(
            12, ((10, 11),), ((4, 5), (10, 11))
        )

    def test_takes_what_comes_late_off_the_list(self) -> None:
        before = Numbered(9, ((4, 7),), ((4, 7),))
        assert rules.check_numbers([(5, 6), (10, 10)], before) == Numbered(10, (), ((4, 4), (7, 7)))
        assert rules.check_numbers([(5, 6)], before) == Numbered(9, (), ((4, 4), (7, 7)))

    def test_sees_that_a_terminal_counts_anew(self) -> None:
        assert rules.check_numbers([(1, 3), (6, 7)], Numbered(9000)) == Numbered(
            7, ((4, 5),), ((4, 5),)
        )

    @given(days=st.lists(st.sets(st.integers(0, 60), min_size=1), min_size=1, max_size=5))
    def test_leaves_open_what_was_never_seen(self, days: list[set[int]]) -> None:
        days[0].add(0)
        known, seen = None, set[int]()
        for index, day in enumerate(days):
            ours = {number + 10 * index for number in day} | {61 + 10 * index}
            known = rules.check_numbers(runs_of(ours), known)
            unseen_before = set(range(max(seen, default=-1) + 1))
            seen |= ours
            assert known.through == max(seen)
            assert numbers_in(known.open) == set(range(max(seen))) - seen
            assert numbers_in(known.missing) == numbers_in(known.open) - unseen_before
            assert rules.count_numbers(known.open) == len(numbers_in(known.open))

    def test_does_not_carry_on_for_ever(self) -> None:
        odd = [(number, number) for number in range(1, 5000, 2)]
        numbered = rules.check_numbers(odd, Numbered(0))
        assert len(numbered.missing) == 2499
        assert numbered.open == numbered.missing[-rules.OPEN_RUNS_MAX :]
