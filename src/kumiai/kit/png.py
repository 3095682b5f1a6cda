"""PNG pictures as people upload them: looked at piece by piece, and cleared of what nobody sees.

Only the frame is read (chunks, their sums and the size in the head); pixels are the browser's.
Portable Network Graphics (PNG) Specification, third edition, sections 5 and 11.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What a picture needs to look as it should. Texts, times and places of photographs are left out,
# and so are the frames of moving pictures: what stays is their first one.
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs")
_LENGTH, _NAME, _SUM = 4, 4, 4


class NotPng(ValueError):
    """No PNG, or one that is torn or changed on its way."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole PNG without what nobody sees; width and height in pixels."""

    width: int
    height: int
    raw: bytes


def read(raw: bytes) -> Picture:
    """A picture, or NotPng."""
    if not raw.startswith(SIGNATURE):
        raise NotPng("it does not begin as a PNG does")
    chunks = list(_chunks(raw))
    names = [name for name, _ in chunks]
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND" or b"IDAT" not in names:
        raise NotPng("a part is missing")
    if names.count(b"IHDR") != 1 or names.count(b"IEND") != 1 or len(chunks[0][1]) != 13:
        raise NotPng("the parts are in disorder")
    width, height = struct.unpack(">II", chunks[0][1][:8])
    kept = b"".join(_chunk(name, data) for name, data in chunks if name in _KEPT)
    return Picture(width, height, SIGNATURE + kept)


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(raw):
        head = raw[at : at + _LENGTH + _NAME]
        if len(head) < _LENGTH + _NAME:
            raise NotPng("it ends too early")
        length, name = int.from_bytes(head[:_LENGTH]), head[_LENGTH:]
        data = raw[at + len(head) : at + len(head) + length]
        at += len(head) + length + _SUM
        if at > len(raw) or int.from_bytes(raw[at - _SUM : at]) != zlib.crc32(name + data):
            raise NotPng("it ends too early, or was changed on its way")
        yield name, data


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
