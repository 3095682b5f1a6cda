"""Pages that are only for printing: A4, one sheet for each person, with a style sheet of their own.

Served, they link to it; written into a file, they carry it along, so that the file alone prints.
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template import loader

SHEET = Path(__file__).parent / "static" / "ui" / "paper" / "paper.css"


def page(template: str, facts: Mapping[str, Any], *, stylesheet: str = "") -> str:
    """The template as a page of its own; `stylesheet` is an address, or empty to carry it along."""
    return loader.render_to_string(template, {"stylesheet": stylesheet or carried(), **facts})


def carried() -> str:
    """The style sheet as an address that holds it."""
    return f"data:text/css;base64,{base64.b64encode(SHEET.read_bytes()).decode()}"
