"""The seeded lists: complete, plausible, and nobody's property."""

import re

import pytest

from kumiai.cli.demo import content


class TestNames:
    def test_are_many_and_each_stands_once(self) -> None:
        families = content.family_names()
        students = [each for each in content.given_names() if each.generation == "student"]
        assert len({each.name for each in families}) == len(families) >= 150
        assert len({(each.name, each.sex) for each in students}) == len(students) >= 200

    def test_have_katakana_readings(self) -> None:
        assert all(re.fullmatch("[ァ-ヴー]+", each.kana) for each in content.family_names())
        assert all(re.fullmatch("[ァ-ヴー]+", each.kana) for each in content.given_names())

    def test_can_be_written_in_cp932(self) -> None:
        names = [each.name for each in content.family_names()]
        names += [each.name for each in content.given_names()]
        assert all(name.encode("cp932").decode("cp932") == name for name in names)


class TestDishes:
    def test_are_many_with_codes_of_their_own(self) -> None:
        codes = [dish.code for dish in content.dishes()]
        assert len(set(codes)) == len(codes) >= 110

    def test_cost_what_a_cafeteria_asks(self) -> None:
        assert all(40 <= dish.price_yen <= 700 for dish in content.dishes())

    def test_have_an_energy_that_fits_their_nutrients(self) -> None:
        for dish in content.dishes():
            facts = {name: dish.nutrition[name] for name in ("protein_g", "fat_g")}
            energy = 4 * float(facts["protein_g"]) + 9 * float(facts["fat_g"])
            energy += 4 * float(dish.nutrition["carbohydrate_g"])
            assert abs(energy - float(dish.nutrition["energy_kcal"])) <= 1, dish.name

    def test_have_points_of_80_kcal_each(self) -> None:
        for dish in content.dishes():
            colours = [float(dish.nutrition[f"{c}_points"]) for c in ("red", "green", "yellow")]
            assert abs(sum(colours) * 80 - float(dish.nutrition["energy_kcal"])) < 45, dish.name

    @pytest.mark.parametrize("category", ["main", "bowl", "noodles", "curry", "rice", "breakfast"])
    def test_are_there_all_year(self, category: str) -> None:
        for month in range(1, 13):
            assert any(
                dish.category == category and month in dish.months for dish in content.dishes()
            )


class TestGoods:
    def test_have_in_store_codes_with_a_valid_check_digit(self) -> None:
        codes = [
            *(good.code for good in content.goods()),
            *(book.code for book in content.textbooks()),
            *(good.code for good in content.starting_goods()),
        ]
        assert len(set(codes)) == len(codes)
        for code in codes:
            digits = [int(sign) for sign in code]
            assert len(digits) == 13
            assert 20 <= int(code[:2]) <= 29
            assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0

    def test_have_plausible_prices_and_taxes(self) -> None:
        for good in content.goods():
            assert 50 <= good.price_yen <= 6000
            assert good.tax_rate == (8 if good.genre == "food" else 10)
        assert all(1500 <= book.price_yen <= 8000 for book in content.textbooks())

    def test_know_only_the_four_genres(self) -> None:
        genres = {good.genre for good in content.goods()}
        genres |= {good.genre for good in content.starting_goods()}
        assert genres <= {"food", "books", "learning_goods", "other"}
