"""Whatever colour a co-op picks, its pages can be read: the promise is over all colours."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.ui import rules

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


class TestContrastBetween:
    def test_is_twenty_one_for_black_and_white_in_either_order(self) -> None:
        assert rules.contrast_between("#000000", "#ffffff") == pytest.approx(21)
        assert rules.contrast_between("#ffffff", "#000000") == pytest.approx(21)

    def test_agrees_with_the_published_value_of_a_grey(self) -> None:
        assert rules.contrast_between("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)

    @pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "#ABCDEF"])
    def test_refuses_what_is_no_colour(self, text: str) -> None:
        with pytest.raises(rules.NotAColour):
            rules.contrast_between(text, "#ffffff")


class TestOklch:
    @given(COLOURS)
    def test_leads_back_to_the_colour_it_came_from(self, colour: str) -> None:
        assert rules.from_oklch(*rules.to_oklch(colour)) == colour

    @given(st.floats(0, 1), st.floats(0, 0.5), st.floats(-3.2, 3.2))
    def test_always_names_a_colour_a_screen_can_show(
        self, lightness: float, chroma: float, hue: float
    ) -> None:
        assert rules.luminance(rules.from_oklch(lightness, chroma, hue)) >= 0


class TestCheckAccent:
    def test_takes_a_colour_that_reads_on_white_as_it_is(self) -> None:
        check = rules.check_accent("#0b6857")
        assert (check.readable, check.nearest) == (True, "#0b6857")
        assert check.contrast == pytest.approx(6.71)

    def test_offers_the_nearest_colour_for_one_that_does_not(self) -> None:
        check = rules.check_accent("#ffd400")
        assert not check.readable
        assert rules.check_accent(check.nearest).readable

    @given(COLOURS)
    def test_offers_nothing_that_it_would_refuse(self, colour: str) -> None:
        assert rules.check_accent(rules.check_accent(colour).nearest).readable


@pytest.mark.parametrize("palette_of", [rules.light_palette, rules.dark_palette])
class TestPalettes:
    @given(colour=COLOURS)
    def test_read_as_text(self, palette_of: Callable[[str], rules.Palette], colour: str) -> None:
        palette = palette_of(colour)
        for text, ground in [
            (palette.accent, palette.surface),
            (palette.accent, palette.bg),
            (palette.accent, palette.sunken),
            (palette.on_accent, palette.accent),
            (palette.on_accent, palette.accent_strong),
            (palette.on_accent_soft, palette.accent_soft),
            (palette.on_hero, palette.hero),
            (palette.on_hero, palette.hero_sunken),
        ]:
            assert rules.contrast_between(text, ground) >= rules.TEXT_CONTRAST, (text, ground)

    @given(colour=COLOURS)
    def test_draw_bars_that_stand_out(
        self, palette_of: Callable[[str], rules.Palette], colour: str
    ) -> None:
        palette = palette_of(colour)
        contrast = rules.contrast_between(palette.accent_quiet, palette.surface)
        assert contrast >= rules.DRAWING_CONTRAST
