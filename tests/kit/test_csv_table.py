"""Headings as offices write them: found, or refused with what is wrong with them."""

import pytest

from kumiai.kit.csv_table import QUOTED_CHARACTERS_MAX, Heading, quoted
from kumiai.kit.csv_text import NotCsv, Record

HEADING = Heading(
    header_of={"number": "組合員番号", "name": "氏名", "kana": "フリガナ"},
    field_of={"組合員番号": "number", "番号": "number", "氏名": "name", "フリガナ": "kana"},
    required=("number", "name"),
)


def fields(*cells: str, line: int = 1) -> tuple[str, ...]:
    return HEADING.fields(iter([Record(line, cells)]))


class TestFields:
    def test_are_in_the_order_of_the_columns(self) -> None:
        assert fields("氏名", "番号") == ("name", "number")

    def test_are_found_however_their_kana_are_written(self) -> None:
        assert fields("組合員番号", "氏名", "ﾌﾘｶﾞﾅ") == ("number", "name", "kana")

    def test_end_before_blank_columns(self) -> None:
        assert fields("番号", "氏名", "", "") == ("number", "name")

    def test_leave_the_records_below_to_be_read(self) -> None:
        records = iter([Record(1, ("番号", "氏名")), Record(2, ("1", "花子"))])
        HEADING.fields(records)
        assert next(records).line == 2

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            (
                ("番号", "氏名", "年齢"),
                "unknown columns: 「年齢」; known: 組合員番号, 氏名, フリガナ",
            ),
            (("番号", "", "氏名"), "unknown columns: 「」"),
            (("番号", "氏名", "組合員番号"), "columns that stand twice: 組合員番号"),
            (("フリガナ",), "missing columns: 組合員番号, 氏名"),
        ],
    )
    def test_that_are_wrong_are_named(self, cells: tuple[str, ...], words: str) -> None:
        with pytest.raises(NotCsv, match=words) as refused:
            fields(*cells, line=3)
        assert refused.value.line == 3
        assert refused.value.japanese

    def test_of_an_empty_file_are_none(self) -> None:
        with pytest.raises(NotCsv, match="the file is empty"):
            HEADING.fields(iter([]))


class TestQuoted:
    def test_is_short_and_harmless(self) -> None:
        assert quoted("花子") == "「花子」"
        assert quoted("\x1b[2J") == "「�[2J」"
        assert quoted("あ" * 40) == f"「{'あ' * QUOTED_CHARACTERS_MAX}…」"
