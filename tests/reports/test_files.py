"""Reports as files: what a spreadsheet reads, and what it must not compute."""

import csv
import io
import re
import zipfile

import pytest

from kumiai.reports import csv_file, xlsx_file
from kumiai.reports.paper import Paper
from tests.reports import papers


def rows(paper: Paper, encoding: str = "utf-8") -> list[list[str]]:
    raw = io.BytesIO()
    csv_file.write(paper, raw, encoding=encoding)
    text = raw.getvalue().decode(csv_file.ENCODINGS[encoding])
    return list(csv.reader(io.StringIO(text, newline="")))


class TestCsv:
    def test_says_what_it_is_and_has_every_cell(self) -> None:
        found = rows(papers.with_rows(papers.ROW, total=("合計", None, None, 3, -1200, -287)))
        assert found[:3] == [
            ["日締め", "弘前大学生活協同組合", "2026-11-24"],
            ["2026-11-25 09:30:00"],
            ["締め済みです。"],
        ]
        assert found[-2:] == [
            ["花子", "2026-11-24", "2026-11-25 09:30", "3", "-1200", "-28.7"],
            ["合計", "", "", "3", "-1200", "-28.7"],
        ]

    def test_begins_with_the_mark_of_utf_8(self) -> None:
        raw = io.BytesIO()
        csv_file.write(papers.with_rows(papers.ROW), raw)
        assert raw.getvalue().startswith("\ufeff日締め".encode())

    @pytest.mark.parametrize("name", ["=1+1", "+81", "-2", "@A1", "＝1+1", "\t=1", "\r=1"])
    def test_writes_no_formula(self, name: str) -> None:
        [*_, row] = rows(papers.with_rows((name, *papers.ROW[1:])))
        assert row[0] == f"'{name}"

    def test_says_what_cp932_does_not_have(self) -> None:
        paper = papers.with_rows(("𠮷田 é", *papers.ROW[1:]))
        assert rows(paper, "cp932")[-1][0] == "〓田 〓"
        assert csv_file.write(paper, io.BytesIO(), encoding="cp932") == "é𠮷"


class TestXlsx:
    def test_has_numbers_as_numbers_and_texts_as_texts(self) -> None:
        raw = io.BytesIO()
        xlsx_file.write(papers.with_rows(("=1+1", *papers.ROW[1:])), raw)
        with zipfile.ZipFile(raw) as book:
            sheet = book.read("xl/worksheets/sheet2.xml").decode()
            names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert names == ["日締め", "1 表"]
        assert "<f>" not in sheet
        assert "<is><t>=1+1</t></is>" in sheet
        assert "<v>-1200</v>" in sheet
        assert "<v>-28.7</v>" in sheet
