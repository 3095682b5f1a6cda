"""One style sheet out of many small files, put together when a process first needs it.

The files stay what is written and read; what travels is their concatenation without comments,
named by its digest, so that a browser keeps it for ever. Of the agency's design tokens only
those that our own names refer to are sent.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kumiai.ui import theme

HERE = Path(__file__).parent / "static" / "ui"
VENDORED = HERE / "vendor" / "design-tokens" / "tokens.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")
_DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USED = re.compile(r"var\((--[\w-]+)")


@dataclass(frozen=True)
class Sheet:
    """The style sheet as it travels; `version` is the beginning of its SHA-256."""

    text: bytes
    gzipped: bytes
    version: str


def current() -> Sheet:
    """The sheet; while developing, put together anew after each change of a file."""
    files = sheet_files()
    changed = max(file.stat().st_mtime_ns for file in files) if settings.DEBUG else 0
    return _build(tuple(files), changed)


def sheet_files() -> list[Path]:
    """In the order of the layers; within the components the order does not matter."""
    components = sorted((HERE / "css" / "components").glob("*.css"))
    first = [HERE / "css" / name for name in ("layers.css", "tokens.css", "base.css")]
    return [*first, *components, HERE / "css" / "utilities.css", HERE / "css" / "print.css"]


@lru_cache(maxsize=2)
def _build(files: tuple[Path, ...], _changed: int) -> Sheet:
    order, *layers = [_COMMENT.sub("", file.read_text("utf-8")) for file in files]
    ours = "\n".join(layers)
    vendored = tokens_used(_COMMENT.sub("", VENDORED.read_text("utf-8")), ours)
    tokens = f"@layer tokens{{:root{{{vendored}}}}}{theme.stylesheet(theme.DEFAULT_ACCENT)}"
    text = squeezed(order + tokens + ours).encode()
    version = hashlib.sha256(text).hexdigest()[:12]
    return Sheet(text, gzip.compress(text, 9, mtime=0), version)


def tokens_used(vendored: str, ours: str) -> str:
    """The vendored declarations that ours refer to, directly or through one another."""
    declared = dict(_DECLARED.findall(vendored))
    wanted = set(_USED.findall(ours)) & declared.keys()
    while more := {
        name for kept in wanted for name in _USED.findall(declared[kept]) if name not in wanted
    }:
        wanted |= more
    return "".join(f"{name}:{value};" for name, value in declared.items() if name in wanted)


def squeezed(text: str) -> str:
    """Without needless white space; our strings hold none that it would change."""
    return _AROUND.sub(r"\1", _SPACE.sub(" ", text)).strip() + "\n"
