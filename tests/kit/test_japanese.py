"""Folding what people type: the same thing typed in many ways comes out as one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.kit import japanese

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


class TestFoldIdentifier:
    @pytest.mark.parametrize(
        "typed",
        [
            "2101-0000-1234p",
            "２１０１ー００００－１２３４ｐ",
            " 2101‐0000−1234p\u3000",
            "\u200b2101-0000–1234p\n",
        ],
    )
    def test_makes_one_of_many_writings(self, typed: str) -> None:
        assert japanese.fold_identifier(typed) == "2101-0000-1234p"

    def test_leaves_capitals_alone(self) -> None:
        assert japanese.fold_identifier("２１０１Ｐ") == "2101P"

    @given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
    def test_undoes_full_width(self, text: str) -> None:
        assert japanese.fold_identifier(text.translate(WIDE)) == text

    @given(st.text())
    def test_folds_once_and_for_all(self, text: str) -> None:
        folded = japanese.fold_identifier(text)
        assert japanese.fold_identifier(folded) == folded


class TestFoldDigits:
    def test_takes_hyphens_and_spaces_out(self) -> None:
        assert japanese.fold_digits("2101 0000-1234") == "210100001234"

    def test_leaves_other_characters_to_be_seen(self) -> None:
        assert japanese.fold_digits("2101x") == "2101x"


class TestFoldKana:
    @pytest.mark.parametrize(
        "typed", ["ヤマダ　セーラ", "やまだせーら", "ﾔﾏﾀﾞ ｾｰﾗ", "ヤマダ・セ―ラ", "ヤマダ セ-ラ"]
    )
    def test_makes_one_of_many_writings(self, typed: str) -> None:
        assert japanese.fold_kana(typed) == "ヤマダセーラ"

    def test_does_not_care_for_the_case_of_latin_letters(self) -> None:
        assert japanese.fold_kana("Nguyen Van") == japanese.fold_kana("ＮＧＵＹＥＮ ＶＡＮ")


class TestSpacedKana:
    def test_keeps_the_parts_apart(self) -> None:
        assert japanese.spaced_kana("ﾔﾏﾀﾞ　　はなこ") == "ヤマダ ハナコ"

    @given(st.text(alphabet="ァヴーﾞﾟかがハぱ・-−ー ´Aéñ　ｰ"))
    def test_keeps_what_is_kept(self, text: str) -> None:
        kept = japanese.spaced_kana(text)
        assert japanese.spaced_kana(kept) == kept

    @given(st.text())
    def test_is_the_same_person_after_keeping(self, text: str) -> None:
        kept = japanese.spaced_kana(text)
        if japanese.is_reading(kept):
            assert japanese.fold_kana(kept) == japanese.fold_kana(text)


class TestPhoneDigits:
    @pytest.mark.parametrize(
        "typed",
        [
            "0172-34-4806",
            "０１７２−３４−４８０６",
            "(0172)34-4806",
            "+81 172 34 4806",
            "+81(0)172344806",
        ],
    )
    def test_gives_the_number_as_dialled_in_japan(self, typed: str) -> None:
        assert japanese.phone_digits(typed) == "0172344806"


class TestReadDate:
    @pytest.mark.parametrize(
        "typed",
        ["2006-04-02", "2006/4/2", "20060402", "2006年4月2日", "2006.4.2", "２００６／０４／０２",
         "平成18年4月2日", "H18.4.2", "h18/4/2", "㍻18年4月2日", "平18-04-02"],
    )  # fmt: skip
    def test_reads_every_writing_of_a_day(self, typed: str) -> None:
        assert japanese.read_date(typed) == date(2006, 4, 2)

    @pytest.mark.parametrize(
        ("typed", "day"),
        [
            ("令和元年5月1日", date(2019, 5, 1)),
            ("平成31年4月30日", date(2019, 4, 30)),
            ("昭和64年1月7日", date(1989, 1, 7)),
            ("平成元年1月8日", date(1989, 1, 8)),
            ("S1.12.25", date(1926, 12, 25)),
        ],
    )
    def test_knows_where_an_era_ends(self, typed: str, day: date) -> None:
        assert japanese.read_date(typed) == day

    @pytest.mark.parametrize(
        "typed",
        ["", "2006", "2006-02-30", "2006-4/2", "平成31年5月1日", "昭和64年2月1日", "令和0年5月1日",
         "2006年4月", "0000-01-01", "99999999", "山田", "2006-04-02T00:00", "-20060402"],
    )  # fmt: skip
    def test_refuses_what_is_no_day(self, typed: str) -> None:
        assert japanese.read_date(typed) is None

    @given(st.dates(min_value=date(1, 1, 1)))
    def test_reads_back_every_day(self, day: date) -> None:
        assert japanese.read_date(day.isoformat()) == day
        assert japanese.read_date(f"{day.year:04}年{day.month}月{day.day}日") == day

    @given(st.text())
    def test_never_fails(self, text: str) -> None:
        assert japanese.read_date(text) is None or japanese.read_date(text)


class TestReadDeskDate:
    def test_reads_what_has_days_and_years_around_it(self) -> None:
        typed = ["1949-12-31", "1950-01-01", "令和8年3月31日", "2099-12-31", "2100-01-01", "明日"]
        days = [date(1950, 1, 1), date(2026, 3, 31), date(2099, 12, 31)]
        assert [japanese.read_desk_date(each) for each in typed] == [None, *days, None, None]


class TestReadYear:
    @pytest.mark.parametrize(
        "typed", ["2024", "2024年", "２０２４年度", "2024年3月", "令和6年", "R6", "平成36年度"]
    )
    def test_reads_every_writing_of_a_year(self, typed: str) -> None:
        assert japanese.read_year(typed) == 2024

    @pytest.mark.parametrize("typed", ["", "24", "20240", "令和", "２年", "2024-03"])
    def test_refuses_what_is_no_year(self, typed: str) -> None:
        assert japanese.read_year(typed) is None
