"""Days without an era: the nearest one that they can mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.kit.zengin import eras


class TestReadDay:
    @pytest.mark.parametrize(
        ("written", "near", "meant"),
        [
            ("080403", date(2026, 4, 10), date(2026, 4, 3)),
            ("310430", date(2019, 5, 7), date(2019, 4, 30)),
            ("010501", date(2019, 5, 7), date(2019, 5, 1)),
            ("010430", date(2019, 5, 7), date(1989, 4, 30)),
            ("310430", date(2026, 4, 10), date(2019, 4, 30)),
            ("640107", date(1989, 1, 9), date(1989, 1, 7)),
            ("080229", date(2026, 4, 10), date(1996, 2, 29)),
            ("090101", date(2026, 12, 28), date(2027, 1, 1)),
        ],
    )
    def test_takes_the_era_that_lies_nearest(self, written: str, near: date, meant: date) -> None:
        assert eras.read_day(written, near=near) == meant

    @pytest.mark.parametrize("written", ["081301", "080230", "000101", "990230"])
    def test_knows_no_day_that_never_was(self, written: str) -> None:
        assert eras.read_day(written, near=date(2026, 4, 10)) is None

    @given(day=st.dates(date(2005, 1, 1), date(2035, 12, 31)), later=st.integers(0, 400))
    def test_brings_back_what_was_written_not_long_ago(self, day: date, later: int) -> None:
        near = date.fromordinal(day.toordinal() + later)
        assert eras.read_day(eras.write_day(day), near=near) == day


class TestWriteDay:
    def test_counts_from_the_first_year_of_the_era(self) -> None:
        days = (date(2019, 4, 30), date(2019, 5, 1), date(1989, 1, 7), date(1989, 1, 8))
        assert [eras.write_day(day) for day in days] == ["310430", "010501", "640107", "010108"]

    def test_refuses_a_day_before_any_era_it_knows(self) -> None:
        with pytest.raises(ValueError, match="1900-01-01"):
            eras.write_day(date(1900, 1, 1))
