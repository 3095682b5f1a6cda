"""The English catalogue: read from its .po, written as the .mo that gettext loads.

Whoever starts the pages compiles it when its source has changed, so that nobody needs
gettext's own programs and no binary lies in the repository. Only what our catalogue uses is
understood: msgctxt, msgid, msgid_plural, msgstr, msgstr[n] and strings over several lines.
"""

import ast
import os
import re
import struct
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ENGLISH = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
MAGIC = 0x950412DE
CONTEXT_ENDS = "\x04"
FORM_ENDS = "\x00"

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*(".*")')


class BrokenCatalogue(ValueError):
    """A line of the .po is not understood, or a message is there twice; says where."""


@dataclass
class Message:
    """One message as it is written in the .po."""

    parts: dict[str, str] = field(default_factory=dict)

    def key(self) -> str:
        """Its id as gettext looks it up: context, singular, plural."""
        context = self.parts.get("msgctxt")
        singular = self.parts["msgid"]
        plural = self.parts.get("msgid_plural")
        name = singular if plural is None else singular + FORM_ENDS + plural
        return name if context is None else context + CONTEXT_ENDS + name

    def text(self) -> str:
        """Its translation, all plural forms in order; empty if any of them is missing."""
        forms = [text for name, text in sorted(self.parts.items()) if name.startswith("msgstr")]
        return FORM_ENDS.join(forms) if all(forms) else ""


def compile_when_stale(po: Path) -> None:
    """Write the .mo beside the .po unless it says the same already.

    Times of files are not asked: whoever unpacks an installation sets them as it pleases.
    """
    mo = po.with_suffix(".mo")
    wanted = compiled(messages(po.read_text("utf-8")))
    if mo.exists() and mo.read_bytes() == wanted:
        return
    handle, draft = tempfile.mkstemp(dir=po.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(wanted)
    Path(draft).chmod(0o644)
    Path(draft).replace(mo)


def messages(text: str) -> dict[str, str]:
    """Every message of a .po by its key; BrokenCatalogue for what is not understood."""
    found: dict[str, str] = {}
    message, part = Message(), ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(stripped)
        if stripped and not match:
            raise BrokenCatalogue(f"line {number}: {stripped}")
        name = match.group(1) if match else ""
        if not match or (name in {"msgctxt", "msgid"} and part.startswith("msgstr")):
            _take(message, found, number)
            message, part = Message(), ""
        if match:
            part = name or part
            string = ast.literal_eval(match.group(2))
            message.parts[part] = message.parts.get(part, "") + string
    return found


def _take(message: Message, found: dict[str, str], number: int) -> None:
    if not message.parts:
        return
    if "msgid" not in message.parts or message.key() in found:
        raise BrokenCatalogue(f"before line {number}: no msgid, or one that is there already")
    found[message.key()] = message.text()


def compiled(catalogue: dict[str, str]) -> bytes:
    """The .mo: a header, two tables of (length, offset), all ids, all texts; sorted by id."""
    pairs = sorted((key.encode(), text.encode()) for key, text in catalogue.items() if text)
    ids = b"".join(key + b"\0" for key, _ in pairs)
    texts = b"".join(text + b"\0" for _, text in pairs)
    start = 28
    table = 8 * len(pairs)
    ids_at = start + 2 * table
    header = struct.pack("<7I", MAGIC, 0, len(pairs), start, start + table, 0, ids_at)
    return (
        header
        + _table([key for key, _ in pairs], ids_at)
        + _table([text for _, text in pairs], ids_at + len(ids))
        + ids
        + texts
    )


def _table(strings: list[bytes], offset: int) -> bytes:
    rows = b""
    for string in strings:
        rows += struct.pack("<2I", len(string), offset)
        offset += len(string) + 1
    return rows
