"""The arithmetic of a co-op's colour: one accent in, two readable palettes out.

Colours are `#rrggbb`. Lightness moves in OKLCH, so that a darker blue stays that blue. Contrast
is WCAG's ratio, 1 to 21; text asks for 4.5, the parts of a drawing for 3.
"""

import re
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

TEXT_CONTRAST = 4.5
DRAWING_CONTRAST = 3.0
WHITE = "#ffffff"
DARK_SURFACE_LIGHTNESS = 0.235

_COLOUR = re.compile(r"#[0-9a-f]{6}")

Triple = tuple[float, float, float]


class NotAColour(ValueError):
    """The text is not `#rrggbb`."""


@dataclass(frozen=True)
class Palette:
    """The colours that depend on the co-op, for one of the two modes."""

    bg: str
    surface: str
    sunken: str
    accent: str
    accent_strong: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    accent_quiet: str
    hero: str
    on_hero: str
    hero_sunken: str


@dataclass(frozen=True)
class AccentCheck:
    """Whether a colour can be the accent as it stands; `nearest` is the one that can."""

    contrast: float
    readable: bool
    nearest: str


def check_accent(colour: str) -> AccentCheck:
    """The accent is the colour of links, so it has to be readable as text on white."""
    contrast = contrast_between(colour, WHITE)
    return AccentCheck(
        contrast=round(contrast, 2),
        readable=contrast >= TEXT_CONTRAST,
        nearest=darkened(colour, against=WHITE, contrast=TEXT_CONTRAST),
    )


def light_palette(accent: str) -> Palette:
    """The palette on a white surface; an accent too pale for it is darkened until it reads."""
    _, chroma, hue = to_oklch(accent)
    background = from_oklch(0.973, min(chroma, 0.004), hue)
    sunken = from_oklch(0.95, min(chroma, 0.008), hue)
    readable = darkened(accent, against=sunken, contrast=TEXT_CONTRAST)
    soft = from_oklch(0.945, min(chroma, 0.035), hue)
    hero = darkened(readable, against=WHITE, contrast=6.5)
    hero_lightness = to_oklch(hero)[0]
    return Palette(
        bg=background,
        surface=WHITE,
        sunken=sunken,
        accent=readable,
        accent_strong=from_oklch(max(to_oklch(readable)[0] - 0.09, 0.12), chroma, hue),
        on_accent=WHITE,
        accent_soft=soft,
        on_accent_soft=darkened(readable, against=soft, contrast=5.5),
        accent_quiet=lightened(readable, against=WHITE, contrast=DRAWING_CONTRAST),
        hero=hero,
        on_hero=WHITE,
        hero_sunken=from_oklch(max(hero_lightness - 0.07, 0.1), chroma, hue),
    )


def dark_palette(accent: str) -> Palette:
    """The palette on a near-black surface tinted by the accent, which is raised until it reads."""
    lightness, chroma, hue = to_oklch(accent)
    surface = from_oklch(DARK_SURFACE_LIGHTNESS, min(chroma, 0.01), hue)
    sunken = from_oklch(0.285, min(chroma, 0.014), hue)
    raised = raised_to(from_oklch(max(lightness, 0.79), min(chroma, 0.13), hue), sunken, 7.0)
    soft = from_oklch(0.325, min(chroma, 0.045), hue)
    hero = from_oklch(0.36, min(chroma, 0.075), hue)
    return Palette(
        bg=from_oklch(0.18, min(chroma, 0.008), hue),
        surface=surface,
        sunken=sunken,
        accent=raised,
        accent_strong=from_oklch(min(to_oklch(raised)[0] + 0.07, 0.97), min(chroma, 0.09), hue),
        on_accent=from_oklch(0.2, min(chroma, 0.04), hue),
        accent_soft=soft,
        on_accent_soft=raised_to(from_oklch(0.88, min(chroma, 0.09), hue), soft, 7.0),
        accent_quiet=raised_to(from_oklch(0.5, min(chroma, 0.09), hue), surface, DRAWING_CONTRAST),
        hero=hero,
        on_hero=WHITE,
        hero_sunken=from_oklch(0.3, min(chroma, 0.065), hue),
    )


def contrast_between(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, whichever is the lighter."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(colour: str, *, against: str, contrast: float) -> str:
    """The colour itself if it stands out against a light ground, else the nearest darker one."""
    return _first_readable(colour, to_oklch(colour), against, contrast, step=-0.005)


def raised_to(colour: str, against: str, contrast: float) -> str:
    """The colour itself if it stands out against a dark ground, else the nearest lighter one."""
    return _first_readable(colour, to_oklch(colour), against, contrast, step=0.005)


def lightened(colour: str, *, against: str, contrast: float) -> str:
    """The palest of the colour's tones that still stands out against a light ground."""
    _, chroma, hue = to_oklch(colour)
    tone = (0.95, min(chroma, 0.09), hue)
    return _first_readable(from_oklch(*tone), tone, against, contrast, step=-0.005)


def _first_readable(found: str, tone: Triple, against: str, contrast: float, *, step: float) -> str:
    lightness, chroma, hue = tone
    while contrast_between(found, against) < contrast and 0 < lightness < 1:
        lightness += step
        found = from_oklch(lightness, chroma, hue)
    return found


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_oklch(colour: str) -> Triple:
    """Lightness 0 to 1, chroma 0 to about 0.4, hue in radians."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, hypot(a, b), atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show, giving up chroma before lightness and hue."""
    lightness = min(max(lightness, 0.0), 1.0)
    while chroma > 0.0005:
        channels = _to_linear(lightness, chroma, hue)
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            return _from_linear(channels)
        chroma *= 0.96
    return _from_linear(_to_linear(lightness, 0.0, hue))


def _to_linear(lightness: float, chroma: float, hue: float) -> Triple:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(colour: str) -> Triple:
    if not _COLOUR.fullmatch(colour):
        raise NotAColour(colour)
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear_channel(red), _linear_channel(green), _linear_channel(blue)


def _linear_channel(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _from_linear(channels: Triple) -> str:
    return "#" + "".join(f"{_byte(channel):02x}" for channel in channels)


def _byte(channel: float) -> int:
    channel = min(max(channel, 0.0), 1.0)
    if channel <= 0.0031308:
        return round(255 * 12.92 * channel)
    return round(255 * (1.055 * float(channel ** (1 / 2.4)) - 0.055))
