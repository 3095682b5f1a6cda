"""Pages that are only for printing: A4, one sheet for each person, with a style sheet of their own.

Served, they link to it; written into a file, they carry it along, so that the file alone prints.
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

# What a browser lays out without a wait.
SHEETS_A_PART = 500
T = TypeVar("T")

SHEET = Path(__file__).parent / "static" / "ui" / "paper" / "paper.css"


def page(template: str, facts: Mapping[str, Any], *, stylesheet: str = "") -> str:
    """The template as a page of its own; `stylesheet` is an address, or empty to carry it along.

    The sheets are Japanese, whatever language the screens of who prints them have: they go to
    homes and over the post office's counter. The hint above them is for who prints.
    """
    hint = _("このページはA4で1人1枚に印刷されます。ブラウザーの「印刷」をお使いください。")
    above = {"hint": hint, "hint_language": translation.get_language() or "ja"}
    with translation.override("ja"):
        return loader.render_to_string(
            template, {"stylesheet": stylesheet or carried(), **above, **facts}
        )


def carried() -> str:
    """The style sheet as an address that holds it."""
    return f"data:text/css;base64,{base64.b64encode(SHEET.read_bytes()).decode()}"


def parts(count: int) -> list[tuple[int, int, int]]:
    """So many sheets as print at once: each part's number, its first and its last sheet."""
    firsts = range(1, count + 1, SHEETS_A_PART)
    return [
        (number, first, min(first + SHEETS_A_PART - 1, count))
        for number, first in enumerate(firsts, 1)
    ]


def part(sheets: tuple[T, ...], number: int) -> tuple[T, ...]:
    """The sheets of one part, counted from 1; none where there is no such part."""
    return sheets[(number - 1) * SHEETS_A_PART : number * SHEETS_A_PART] if number > 0 else ()
