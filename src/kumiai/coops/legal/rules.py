"""How a legal text is set: plain text in, headings, paragraphs and lists out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LegalKind = Literal["terms", "privacy", "emoney"]
KINDS: tuple[LegalKind, ...] = ("terms", "privacy", "emoney")

# What the law wants said of the co-op's money is read, and nobody is asked to agree to it.
CONSENTED_KINDS: tuple[LegalKind, ...] = ("terms", "privacy")

# The text a co-op has that wrote none of its own: kumiai's, which is in the templates.
STANDARD_VERSION = 0

_HEADING, _ITEM = "# ", "- "


@dataclass(frozen=True, slots=True)
class Part:
    """A heading or a paragraph (its lines are kept apart), or a list (a line for each item)."""

    kind: Literal["heading", "paragraph", "list"]
    lines: tuple[str, ...]


def parts(text: str) -> tuple[Part, ...]:
    """Empty lines part paragraphs; a line with `# ` is a heading, lines with `- ` are a list."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return tuple(part for block in blocks for part in _parts_of(block))


def _parts_of(block: str) -> Iterator[Part]:
    """Neighbouring lines of one kind belong together; each heading stands alone."""
    kind = _kind(block)
    lines: list[str] = []
    for line in block.splitlines():
        if lines and (_kind(line) != kind or kind == "heading"):
            yield Part(kind, tuple(lines))
            lines = []
        kind = _kind(line)
        lines.append(line.strip() if kind == "paragraph" else line.strip()[2:].strip())
    if any(lines):
        yield Part(kind, tuple(lines))


def _kind(line: str) -> Literal["heading", "paragraph", "list"]:
    if line.lstrip().startswith(_HEADING):
        return "heading"
    return "list" if line.lstrip().startswith(_ITEM) else "paragraph"
