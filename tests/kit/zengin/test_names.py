"""Names folded for comparing: however a bank, a clerk or the co-op writes them."""

import pytest

from kumiai.kit.zengin import names


class TestComparable:
    @pytest.mark.parametrize(
        ("bank", "coop"),
        [
            ("ﾂｶﾞﾙ ﾊﾅｺ", "ツガル　ハナコ"),
            ("210125000001 ﾂｶﾞﾙ ﾊﾅｺ", "つがる はなこ"),
            ("ｼﾔ-ﾛﾂﾄ", "シャーロット"),
            ("ｵﾘﾀ ﾏｺﾄ", "ヲリタ　マコト"),
            ("SMITH JOHN", "Smith John"),
        ],
    )
    def test_is_the_same_for_the_same_name(self, bank: str, coop: str) -> None:
        assert names.comparable(bank) == names.comparable(coop)

    def test_is_another_for_another_name(self) -> None:
        assert names.comparable("ｲﾜｷ ﾀﾛｳ") != names.comparable("ﾂｶﾞﾙ ﾊﾅｺ")
        assert names.comparable("ｶﾗｽ") != names.comparable("ｶﾞﾗｽ")


class TestParts:
    def test_are_folded_one_by_one(self) -> None:
        assert names.parts("210125000001 ﾂｶﾞﾙ　ハナコ") == ("ツガル", "ハナコ")
