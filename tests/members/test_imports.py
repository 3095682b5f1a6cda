"""Reading a member file: typed rows, or problems with their place; for any bytes at all."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kumiai.members import imports
from kumiai.members.imports import MemberFile, NotAMemberFile
from tests.members.files import HANAKO, HEADER, TARO, member_csv

TODAY = date(2026, 11, 23)


def read(text: str | bytes, coop_id: int | None = 2101) -> MemberFile:
    raw = text.encode() if isinstance(text, str) else text
    return imports.read(raw, coop_id=coop_id, today=TODAY)


def only_problem(**changes: str) -> tuple[int, str, str]:
    file = read(member_csv(TARO, HANAKO | changes))
    assert [row.member_number for row in file.rows] == [TARO["組合員番号"]]
    (problem,) = file.problems
    assert problem.japanese
    return problem.line, problem.column, problem.english


class TestRead:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
    def test_gives_typed_rows(self, encoding: str) -> None:
        file = read(member_csv(HANAKO).encode(encoding), coop_id=None)
        assert (file.coop_id, file.problems) == (2101, ())
        (row,) = file.rows
        assert (row.line, row.member_number, row.name) == (2, "210100001234", "青森 花子")
        assert (row.birth_date, row.joined_year, row.graduation_year) == (
            date(2006, 4, 2),
            2025,
            2029,
        )
        assert (row.home_phone, row.guardian_mobile) == ("0172344806", "09012345678")

    def test_folds_what_is_typed_loosely(self) -> None:
        loose = HANAKO | {
            "組合員番号": "２１０１－００００－１２３４",
            "氏名": "青森　花子",
            "フリガナ": "ｱｵﾓﾘ　はなこ",
            "生年月日": "平成18年4月2日",
            "加入年": "令和7年度",
        }
        assert read(member_csv(loose)).rows == read(member_csv(HANAKO)).rows

    def test_needs_only_the_columns_that_make_a_member(self) -> None:
        file = read(member_csv(HANAKO, header=HEADER[:5]))
        assert file.fields == {"member_number", "name", "kana", "birth_date", "joined_year"}
        assert file.rows[0].graduation_year is None

    def test_takes_columns_in_any_order_and_by_other_names(self) -> None:
        header = ("加入年度", "ふりがな", "氏名", "生年月日", "組合員番号")
        row = HANAKO | {"加入年度": "2025", "ふりがな": "アオモリハナコ"}
        assert read(member_csv(row, header=header)).rows[0].joined_year == 2025

    def test_passes_over_blank_lines_and_empty_cells_at_the_end(self) -> None:
        lines = member_csv(HANAKO).splitlines()
        file = read("\r\n".join([lines[0] + ",,", "", ",,,", lines[1] + ',"",']))
        assert [row.line for row in file.rows] == [4]

    @pytest.mark.parametrize(
        ("raw", "why"),
        [
            (b"", "the file is empty"),
            (b"\r\n\r\n", "the file is empty"),
            (member_csv().encode(), "not one row"),
            (member_csv(HANAKO, header=HEADER[1:]).encode(), "missing columns: 組合員番号"),
            (member_csv(HANAKO, header=(*HEADER, "年齢")).encode(), "unknown columns: 「年齢」"),
            (member_csv(HANAKO, header=(*HEADER, "氏名カナ")).encode(), "stand twice: フリガナ"),
            (member_csv(HANAKO).encode("euc_jp"), "neither UTF-8 nor CP932: not UTF-8 from byte"),
            (member_csv(HANAKO).encode() + b"\0", "NUL"),
            (member_csv(HANAKO).encode() + b'"2101', "never closed"),
            (member_csv(HANAKO).encode() + b"x" * 10_000_000, "line 3: a cell is longer"),
            (b"," * 10_000_000, "the file is empty"),
            (b"x," * 100_000, "unknown columns"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_such_file(self, raw: bytes, why: str) -> None:
        with pytest.raises(NotAMemberFile, match=re.escape(why)) as refused:
            read(raw)
        assert refused.value.japanese

    @pytest.mark.parametrize(
        ("column", "cell", "why"),
        [
            ("組合員番号", "", "empty"),
            ("組合員番号", "21010000123", "not twelve digits"),
            ("組合員番号", "2.101E+11", "not twelve digits"),
            ("組合員番号", "999900001234", "another co-op"),
            ("組合員番号", TARO["組合員番号"], "stands on line 2 already"),
            ("氏名", "", "empty"),
            ("氏名", "山" * 101, "too long"),
            ("氏名", "青森\x07花子", "U+0007"),
            ("氏名", "青森\ue000", "U+E000"),
            ("フリガナ", "青森花子", "katakana"),
            ("生年月日", "2006-02-30", "not a day"),
            ("生年月日", "平成32年1月1日", "not a day"),
            ("生年月日", "2027-01-01", "nobody here was born"),
            ("生年月日", "0001-01-01", "nobody here was born"),
            ("加入年", "20２５x", "not a year"),
            ("加入年", "2006", "not after the year of birth"),
            ("加入年", "2028", "nobody can have joined"),
            ("卒業予定年", "2024", "not between 2025 and 2045"),
            ("卒業予定年", "99999", "not a year"),
            ("帰省先電話番号", "172344806", "begins with 0"),
            ("保護者携帯番号", "なし", "begins with 0"),
        ],
    )
    def test_names_line_column_and_reason(self, column: str, cell: str, why: str) -> None:
        line, named, english = only_problem(**{column: cell})
        assert (line, named) == (3, column)
        assert why in english

    def test_names_a_wrong_number_of_cells(self) -> None:
        text = member_csv(HANAKO) + "210100009999,山田\r\n"
        assert [problem.line for problem in read(text).problems] == [3]
        assert "2 cells where the header has 11" in read(text).problems[0].english

    def test_takes_the_co_op_from_the_first_good_number(self) -> None:
        other = TARO | {"組合員番号": "999900001234"}
        assert [problem.line for problem in read(member_csv(HANAKO, other), None).problems] == [3]

    def test_shows_nothing_a_terminal_would_obey(self) -> None:
        _, _, english = only_problem(フリガナ="\u202e" + "x" * 50)
        assert "\u202e" not in english

    @given(st.binary() | st.text().map(lambda text: text.encode(errors="replace")))
    @example(b"\xef\xbb\xbf")
    @example(b"\x80")
    def test_refuses_any_other_bytes(self, raw: bytes) -> None:
        with pytest.raises(NotAMemberFile):
            read(raw)

    @given(
        st.lists(
            st.lists(st.text(max_size=20) | st.sampled_from(list(HANAKO.values())), max_size=13),
            max_size=8,
        )
    )
    def test_gives_rows_or_problems_for_any_cells(self, cells: list[list[str]]) -> None:
        quoted = (
            "".join(f'"{c}",' for c in (cell.replace('"', '""') for cell in row)) for row in cells
        )
        raw = (member_csv(HANAKO) + "\r\n".join(quoted)).encode(errors="replace")
        try:
            file = read(raw)
        except NotAMemberFile:
            return
        assert 1 <= len(file.rows) + len(file.problems) <= 1 + len(cells)
        assert all(problem.line and problem.english for problem in file.problems)
