"""PNG pictures: whole, cleared of what nobody sees, and refused where one byte is off."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.kit import png
from tests import pictures


class TestRead:
    @given(width=st.integers(1, 300), height=st.integers(1, 300))
    def test_tells_the_size_and_keeps_the_picture(self, width: int, height: int) -> None:
        raw = pictures.png(width, height)
        assert png.read(raw) == png.Picture(width, height, raw)

    def test_leaves_out_what_nobody_sees(self) -> None:
        plain = pictures.png(64, 64)
        place = pictures.chunk(b"tEXt", b"Comment\0taken at home")
        assert png.read(plain[:33] + place + plain[33:]).raw == plain

    @given(at=st.integers(0, 10_000), by=st.integers(1, 255))
    def test_refuses_it_where_a_byte_was_changed(self, at: int, by: int) -> None:
        raw = bytearray(pictures.png(8, 8))
        raw[at % len(raw)] ^= by
        with pytest.raises(png.NotPng):
            png.read(bytes(raw))

    @given(length=st.integers(0, 10_000))
    def test_refuses_a_part_of_one(self, length: int) -> None:
        raw = pictures.png(8, 8)
        with pytest.raises(png.NotPng):
            png.read(raw[: length % len(raw)])

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"PK\x03\x04",
            b"\xff\xd8\xff\xe0 a photograph",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            png.SIGNATURE,
            png.SIGNATURE + pictures.chunk(b"IEND", b""),
            png.SIGNATURE + pictures.chunk(b"IHDR", b"\0" * 13) + pictures.chunk(b"IEND", b""),
            pictures.png(8, 8) + b"more",
            pictures.png(8, 8) + pictures.chunk(b"IEND", b""),
            png.SIGNATURE + struct.pack(">I", 2**31) + b"IHDR",
        ],
    )
    def test_refuses_everything_else(self, raw: bytes) -> None:
        with pytest.raises(png.NotPng):
            png.read(raw)

    def test_counts_sums_as_everybody_does(self) -> None:
        data = pictures.png(1, 1)
        assert data[29:33] == struct.pack(">I", zlib.crc32(data[12:29]))
