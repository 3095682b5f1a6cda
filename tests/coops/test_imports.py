"""Reading a co-op's file: what is missing, unknown, doubled or out of range is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops import imports
from kumiai.coops.imports import NotACoopFile
from tests.coops.files import HIROSAKI


class TestRead:
    def test_reads_every_part(self) -> None:
        file = imports.read(HIROSAKI.encode())
        assert file.coop.code == 2101
        assert [store.code for store in file.stores] == ["FERIO", "CAFETERIA"]
        assert file.policies[date(2026, 4, 1)].prepaid_cap_yen == 50_000
        assert [terminal.kind for terminal in file.terminals] == ["till", "feed"]

    @pytest.mark.parametrize(
        ("there", "instead", "named"),
        [
            ("code = 2101", "code = 21010", "coop.code"),
            ('accent_colour = "#1f6f54"', 'accent_colour = "green"', "accent_colour"),
            ('invoice_number = "T1234567890123"', "", "invoice_number"),
            ('short_name = "弘大生協"', 'short_name = ""', "short_name"),
            ("is_cafeteria = true", "is_canteen = true", "is_canteen"),
            ('code = "CAFETERIA"', 'code = "FERIO"', "FERIO is named twice"),
            ('store = "FERIO"', 'store = "SHAREA"', "unknown store 'SHAREA'"),
            ('kind = "feed"', 'kind = "feed"\nstore = "FERIO"', "stands in no store"),
            ('preset = "guide-2020"', 'preset = "guide-1999"', "guide-1999"),
            ("prepaid_cap_yen = 50000", "prepaid_cap = 50000", "prepaid_cap"),
            ("date = 2026-12-29", "date = 2026-02-30", "not TOML|Invalid"),
            ("[coop]", "[coop", "not TOML|Expected"),
        ],
    )
    def test_says_what_is_wrong(self, there: str, instead: str, named: str) -> None:
        assert there in HIROSAKI
        with pytest.raises(NotACoopFile, match=named):
            imports.read(HIROSAKI.replace(there, instead, 1).encode())

    @pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"\0", b"[[coop]]", b"a=" + b"[" * 100_000])
    def test_refuses_what_is_no_such_file(self, raw: bytes) -> None:
        with pytest.raises(NotACoopFile):
            imports.read(raw)

    @given(st.binary())
    def test_never_fails_otherwise(self, raw: bytes) -> None:
        with pytest.raises(NotACoopFile):
            imports.read(raw)
