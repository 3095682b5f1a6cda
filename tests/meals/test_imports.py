"""Dish files as offices have them, and as nobody should."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.meals import imports
from kumiai.meals.imports import NotADishFile
from tests.meals.dish_files import HEADER, KARAAGE, RICE, dish_file, raw, row

DAY = date(2026, 4, 1)


class TestRead:
    @pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
    def test_takes_what_offices_write(self, encoding: str) -> None:
        file = dish_file(row(), row(RICE), encoding=encoding)
        assert file.problems == ()
        karaage, rice = file.rows
        assert (karaage.code, karaage.name, karaage.starts_on) == ("D1001", "鶏の唐揚げ", DAY)
        assert karaage.figures.energy_kcal == 349
        assert (karaage.figures.protein_mg, karaage.figures.salt_mg) == (21_400, 1_900)
        assert (karaage.figures.vitamin_b1_ug, karaage.figures.red_tenths) == (120, 26)
        assert rice.figures.yellow_tenths == 39

    def test_takes_columns_in_any_order_and_full_width(self) -> None:
        header = [*reversed(HEADER), "適用開始日"]
        file = dish_file(
            ",".join([*reversed([*KARAAGE[:2], "３４９．０", *KARAAGE[3:]]), "令和8年5月7日"]),
            header=header,
        )
        assert file.problems == ()
        assert file.rows[0].starts_on == date(2026, 5, 7)
        assert file.rows[0].figures.energy_kcal == 349

    @pytest.mark.parametrize(
        ("field", "cell"),
        [
            ("code", ""),
            ("code", "D" * 41),
            ("name", ""),
            ("energy_kcal", "349.5"),
            ("energy_kcal", "-1"),
            ("energy_kcal", "1e3"),
            ("energy_kcal", "10000"),
            ("protein_mg", ""),
            ("protein_mg", "21.4567"),
            ("protein_mg", "NaN"),
            ("salt_mg", "1.9g"),
            ("red_tenths", "2.65"),
            ("vitamin_c_mg", "=1+1"),
        ],
    )
    def test_says_which_cell_is_bad_and_keeps_the_others(self, field: str, cell: str) -> None:
        file = dish_file(row(RICE), row(**{field: cell}))
        (problem,) = file.problems
        assert (problem.line, problem.column) == (3, imports.HEADER_OF[field])
        assert problem.japanese
        assert problem.english
        assert len(file.rows) == 1

    def test_refuses_a_dish_that_stands_twice(self) -> None:
        (problem,) = dish_file(row(), row(name="別の名前")).problems
        assert (problem.line, problem.column) == (3, "料理コード")
        assert "2行目" in problem.japanese

    def test_counts_the_cells(self) -> None:
        assert dish_file(row() + ",7").problems[0].column == "-"
        assert dish_file(row() + ",").problems == ()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            b"PK\x03\x04",
            raw(),
            raw(row(), header=HEADER[:-1]),
            raw(row(), header=[*HEADER[:-1], HEADER[0]]),
            raw(row(), header=[*HEADER, "価格"]),
            raw('"' + row()),
        ],
    )
    def test_refuses_what_is_no_dish_file(self, content: bytes) -> None:
        with pytest.raises(NotADishFile) as refused:
            imports.read(content, starts_on=DAY)
        assert refused.value.japanese
        assert str(refused.value)

    @given(st.binary(max_size=200))
    def test_never_breaks(self, content: bytes) -> None:
        with contextlib.suppress(NotADishFile):
            imports.read(raw() + b"\r\n" + content, starts_on=DAY)
