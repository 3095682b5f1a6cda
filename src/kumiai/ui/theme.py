"""A co-op's accent colour as a style sheet and as the brand mark's two colours."""

from dataclasses import asdict
from functools import lru_cache

from kumiai.ui import rules

DEFAULT_ACCENT = "#0b6857"


@lru_cache(maxsize=256)
def stylesheet(accent_colour: str) -> str:
    """The `--ku-…` names that depend on the co-op, for both modes; NotAColour if it is none."""
    light = _declarations(rules.light_palette(accent_colour))
    dark = _declarations(rules.dark_palette(accent_colour))
    return (
        f"@layer tokens{{:root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}}}\n"
    )


def _declarations(palette: rules.Palette) -> str:
    names = asdict(palette).items()
    return ";".join(f"--ku-{name.replace('_', '-')}:{colour}" for name, colour in names)


def icon_ground(accent_colour: str) -> str:
    """The ground of the brand mark: the accent where white lines on it stay readable."""
    return rules.light_palette(accent_colour).accent
