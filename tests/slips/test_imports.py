"""Slip files as offices have them, and as nobody should."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.slips import imports
from kumiai.slips.imports import NotASlipFile, SlipFile

TODAY = date(2026, 11, 23)
HEADER = "払込日,金額,組合員番号,払込票番号,払込人"


def read(*lines: str, encoding: str = "cp932", header: str = HEADER) -> SlipFile:
    raw = "\r\n".join([header, *lines]).encode(encoding)
    return imports.read(raw, coop_id=None, today=TODAY)


class TestRead:
    @pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
    def test_takes_what_offices_write(self, encoding: str) -> None:
        line = '令和8年4月3日,"２０，０００円",2101-2600-0017,Ａ－１２,ﾔﾏﾀﾞ ﾊﾅｺ'
        file = read(line, encoding=encoding)
        assert file.problems == ()
        (row,) = file.rows
        assert (row.paid_on, row.amount_yen) == (date(2026, 4, 3), 20_000)
        assert row.member_number == "210126000017"
        assert row.payer_kana == "ヤマダ ハナコ"
        assert file.coop_id == 2101

    def test_needs_only_day_amount_and_number(self) -> None:
        file = read("2026/4/3,5000,210126000017", header="入金日,払込金額,組合員番号")
        assert len(file.rows) == 1

    def test_tells_like_lines_apart(self) -> None:
        line = "2026-04-03,20000,210126000017,A1,"
        rows = read(line, line).rows
        assert rows[0].fingerprint != rows[1].fingerprint
        assert read('2026/4/3,"20,000",210126000017,A1,').rows[0].fingerprint == (
            rows[0].fingerprint
        )

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("2026-02-30,20000,210126000017,A1,", "払込日"),
            ("0001-01-01,20000,210126000017,A1,", "払込日"),
            ("2026-11-24,20000,210126000017,A1,", "払込日"),
            ("2026-04-03,0,210126000017,A1,", "金額"),
            ("2026-04-03,-500,210126000017,A1,", "金額"),
            ("2026-04-03,500.5,210126000017,A1,", "金額"),
            ("2026-04-03,1e9,210126000017,A1,", "金額"),
            ("2026-04-03,99999999999999999999,210126000017,A1,", "金額"),
            ('2026-04-03,"2,00",210126000017,A1,', "金額"),
            ("2026-04-03,20000,21012600001,A1,", "組合員番号"),
            ("2026-04-03,20000,,A1,", "組合員番号"),
            (f"2026-04-03,20000,210126000017,{'A' * 41},", "払込票番号"),
            ("2026-04-03,20000,210126000017", "-"),
        ],
    )
    def test_lists_a_bad_row_with_its_line_and_column(self, line: str, column: str) -> None:
        good = "2026-04-03,20000,210126000017,A1,"
        file = read(good, line, good)
        assert len(file.rows) == 2
        (problem,) = file.problems
        assert (problem.line, problem.column) == (3, column)
        assert problem.japanese
        assert problem.english

    def test_keeps_another_coops_payment_out(self) -> None:
        file = read("2026-04-03,20000,210126000017,A1,", "2026-04-03,20000,990226000017,A2,")
        assert [problem.line for problem in file.problems] == [3]

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            HEADER.encode(),
            b"\xff\xfe\x00",
            "払込日,金額\n".encode(),
            f"{HEADER},メモ\n".encode(),
            f"{HEADER},金額\n".encode(),
            f'{HEADER}\n"2026'.encode(),
            f"{HEADER}\n\0".encode(),
        ],
    )
    def test_refuses_what_is_no_slip_file(self, raw: bytes) -> None:
        with pytest.raises(NotASlipFile):
            imports.read(raw, coop_id=None, today=TODAY)

    @given(st.binary(max_size=300))
    def test_survives_any_bytes(self, tail: bytes) -> None:
        with contextlib.suppress(NotASlipFile):
            imports.read(HEADER.encode() + b"\n" + tail, coop_id=2101, today=TODAY)
