"""Check digits and bars against what others have published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.kit import gs1_128

PAIRS = st.integers(1, 30).flatmap(lambda n: st.text("0123456789", min_size=2 * n, max_size=2 * n))


class TestCheckDigit:
    @pytest.mark.parametrize(
        ("digits", "check"),
        [
            ("629104150021", 3),  # the example of the General Specifications
            ("400638133393", 1),
            ("03600029145", 2),
            ("37610425002123456", 9),
            ("9191234501234567890123456789010103310123000", 3),  # as agencies print them
            ("9194238617895391785393569273010307311031290", 3),
        ],
    )
    def test_is_that_of_published_numbers(self, digits: str, check: int) -> None:
        assert gs1_128.check_digit(digits) == check

    @given(st.text("0123456789", min_size=1, max_size=43), st.data())
    @settings(max_examples=50)
    def test_tells_one_wrong_digit(self, digits: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(digits) - 1))
        other = (int(digits[place]) + data.draw(st.integers(1, 9))) % 10
        wrong = f"{digits[:place]}{other}{digits[place + 1 :]}"
        assert gs1_128.check_digit(wrong) != gs1_128.check_digit(digits)

    @pytest.mark.parametrize("text", ["12a4", "１２", "12 3"])
    def test_is_of_half_width_digits_only(self, text: str) -> None:
        with pytest.raises(ValueError):
            gs1_128.check_digit(text)


class TestCheckSymbol:
    def test_is_that_of_the_published_example(self) -> None:
        # (421) 8402050: start C, FNC1, 42 18 40 20 50, code A, 16, and then 92.
        assert gs1_128.check_symbol([105, 102, 42, 18, 40, 20, 50, 101, 16]) == 92


class TestSymbols:
    def test_begin_with_start_and_fnc1_and_end_with_stop(self) -> None:
        assert gs1_128.symbols("9142") == (
            105,
            102,
            91,
            42,
            (105 + 102 + 2 * 91 + 3 * 42) % 103,
            106,
        )

    @pytest.mark.parametrize("text", ["123", "12ab", "１２"])
    def test_take_digits_in_pairs(self, text: str) -> None:
        with pytest.raises(ValueError):
            gs1_128.symbols(text)


class TestBars:
    def test_are_drawn_as_the_standard_shows_them(self) -> None:
        # Start C is 211232, FNC1 411131: each a bar, a space, a bar …
        assert gs1_128.bars("00")[:6] == ((10, 2), (13, 1), (16, 3), (21, 4), (26, 1), (28, 3))
        assert [width for _, width in gs1_128.bars("00")[-4:]] == [2, 3, 1, 2]

    @given(PAIRS)
    @settings(max_examples=50)
    def test_fill_eleven_modules_a_symbol(self, digits: str) -> None:
        symbols = gs1_128.symbols(digits)
        assert gs1_128.modules(digits) == 20 + 11 * len(symbols) + 2
        edges = [edge for edge, _ in gs1_128.bars(digits)]
        assert edges == sorted(edges)

    def test_are_different_for_each_symbol(self) -> None:
        drawn = {gs1_128._WIDTHS[symbol] for symbol in range(107)}
        assert len(drawn) == len(gs1_128._WIDTHS) == 107
        for widths in gs1_128._WIDTHS[:106]:
            assert sum(map(int, widths)) == 11
            assert sum(map(int, widths[::2])) % 2 == 0, "the bars of a symbol are even in sum"


class TestPath:
    def test_draws_each_bar_as_one_rectangle(self) -> None:
        drawn = gs1_128.path("9142", height=50)
        assert drawn.startswith("M10 0h2v50h-2z")
        assert drawn.count("M") == len(gs1_128.bars("9142"))
