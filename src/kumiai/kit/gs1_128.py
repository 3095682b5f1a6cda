"""GS1-128 of digits alone: Code 128 in its set C, which packs two digits into a symbol.

What stands between the quiet zones: start C, FNC1, pairs of digits, a check symbol, stop.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

START_C, FNC1, STOP = 105, 102, 106
MODULO = 103
# Ten modules of white are asked for on either side of the bars.
QUIET_MODULES = 10

# Of each symbol the widths in modules: a bar, a space, a bar … Eleven modules, the stop thirteen.
_WIDTHS = re.findall(
    "[1-4]+",
    """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
""",
)


def check_digit(digits: str) -> int:
    """The modulus 10 check digit of GS1: weights 3 and 1 in turn, beginning with 3 at the right."""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("a check digit is of digits")
    weighted = (int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(digits[::-1]))
    return -sum(weighted) % 10


def check_symbol(symbols: Sequence[int]) -> int:
    """The check symbol after these: the start counts once, the n-th symbol after it n times."""
    start, *others = symbols
    return (start + sum(place * symbol for place, symbol in enumerate(others, 1))) % MODULO


def symbols(digits: str) -> tuple[int, ...]:
    """The symbols of an even number of digits, with start, check symbol and stop."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) % 2:
        raise ValueError("set C takes digits in pairs")
    said = (START_C, FNC1, *(int(digits[at : at + 2]) for at in range(0, len(digits), 2)))
    return (*said, check_symbol(said), STOP)


def bars(digits: str) -> tuple[tuple[int, int], ...]:
    """Where each bar begins and how wide it is, in modules; the quiet zone before is counted."""
    widths = [int(width) for symbol in symbols(digits) for width in _WIDTHS[symbol]]
    edges = list(accumulate(widths, initial=QUIET_MODULES))
    return tuple((edge, after - edge) for edge, after in list(pairwise(edges))[::2])


def modules(digits: str) -> int:
    """How many modules wide the code is, both quiet zones included."""
    last_edge, last_width = bars(digits)[-1]
    return last_edge + last_width + QUIET_MODULES


def path(digits: str, *, height: int) -> str:
    """The bars as the `d` of one SVG path, a module wide a unit, from the top left corner."""
    return "".join(f"M{edge} 0h{width}v{height}h-{width}z" for edge, width in bars(digits))
