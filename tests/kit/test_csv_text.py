"""Reading CSV strictly: text comes out, or a reason with its place; never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.kit import csv_text
from kumiai.kit.csv_text import NotCsv, Record

TEXT = "組合員番号,氏名\r\n210100000001,髙橋　①\r\n"


class TestDecode:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
    def test_reads_what_offices_write(self, encoding: str) -> None:
        assert csv_text.decode(TEXT.encode(encoding)) == TEXT

    def test_says_from_where_on_a_file_is_neither(self) -> None:
        with pytest.raises(NotCsv, match="not UTF-8 from byte 2, not CP932 from byte 7"):
            csv_text.decode("a山田".encode("cp932") + b"b\xff")

    def test_says_where_a_marked_file_breaks(self) -> None:
        with pytest.raises(NotCsv, match="byte 6"):
            csv_text.decode(b"\xef\xbb\xbfab\x83\x83")

    def test_refuses_utf_16(self) -> None:
        with pytest.raises(NotCsv, match="UTF-16"):
            csv_text.decode(TEXT.encode("utf-16"))

    def test_refuses_nul_with_its_line(self) -> None:
        with pytest.raises(NotCsv, match="line 3 holds a NUL") as refused:
            csv_text.decode(b"a\nb\nc\0\n")
        assert refused.value.line == 3

    def test_refuses_what_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(csv_text, "BYTES_MAX", 10)
        with pytest.raises(NotCsv, match="too large"):
            csv_text.decode(b"a" * 11)


class TestRecords:
    def test_tells_the_line_a_record_begins_on(self) -> None:
        text = 'a,b\n"1\n2",x\n\n,\r\n3,"y ""z"""\n'
        assert list(csv_text.records(text)) == [
            Record(1, ("a", "b")),
            Record(2, ("1\n2", "x")),
            Record(6, ("3", 'y "z"')),
        ]

    def test_refuses_a_quote_that_is_never_closed(self) -> None:
        with pytest.raises(NotCsv, match="line 2 is never closed"):
            list(csv_text.records('a\n"b\nc\n'))

    def test_refuses_text_after_a_quote(self) -> None:
        with pytest.raises(NotCsv, match="line 1 are broken"):
            list(csv_text.records('"a"b\n'))

    def test_refuses_a_line_of_ten_megabytes(self) -> None:
        with pytest.raises(NotCsv, match="line 2: a cell is longer"):
            list(csv_text.records("a\n" + "x" * 10_000_000))

    def test_reads_ten_megabytes_of_commas(self) -> None:
        assert next(csv_text.records("a" + "," * 10_000_000)).cells[0] == "a"

    @given(st.binary() | st.text().map(str.encode))
    def test_gives_records_or_a_reason_for_any_bytes(self, raw: bytes) -> None:
        try:
            records = list(csv_text.records(csv_text.decode(raw)))
        except NotCsv as problem:
            told = problem.japanese and problem.english
        else:
            told = all(any(record.cells) for record in records)
        assert told


class TestIsFormula:
    @pytest.mark.parametrize("cell", ["=1+1", " @SUM(A1)", "+HYPERLINK(1)", "＝1", "-x"])
    def test_says_yes_to_what_a_spreadsheet_would_run(self, cell: str) -> None:
        assert csv_text.is_formula(cell)

    @pytest.mark.parametrize("cell", ["", "津軽", "-500", "+81-90-1234", "a=b"])
    def test_says_no_to_text_and_numbers(self, cell: str) -> None:
        assert not csv_text.is_formula(cell)


class TestInert:
    @pytest.mark.parametrize("text", ["=1+1", "  =1+1", "＝1+1", "\t=1", "\rx", "-5円引き", "+81"])
    def test_puts_a_quote_before_what_could_be_computed(self, text: str) -> None:
        assert csv_text.inert(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "青森", "a=1", "'=1", "1-2"])
    def test_leaves_the_rest_alone(self, text: str) -> None:
        assert csv_text.inert(text) == text
