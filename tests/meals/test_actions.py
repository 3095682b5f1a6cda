"""Taking in dishes: whole or not at all, in versions, for one co-op alone."""

from datetime import date, datetime, timedelta

import pytest

from kumiai.coops.models import StaffAct
from kumiai.kit.clock import TOKYO
from kumiai.meals import actions, dish_rules, dishes
from kumiai.meals.actions import CannotTakeIn, DishIntake
from kumiai.meals.models import Dish
from tests import cast
from tests.meals.dish_files import RICE, dish_file, row

NOW = datetime(2026, 11, 25, 9, tzinfo=TOKYO)
TODAY = NOW.date()


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


def take_in(
    coop: cast.Coop, *lines: str, starts_on: date = TODAY, correct: bool = False
) -> DishIntake:
    file = dish_file(*lines, starts_on=starts_on)
    return actions.take_in_dishes(
        coop_id=coop.id, file=file, by=cast.OPERATOR, at=NOW, is_correction=correct
    )


class TestTakeInDishes:
    def test_changes_nothing_the_second_time(self, coop: cast.Coop) -> None:
        assert take_in(coop, row(), row(RICE)) == DishIntake(2, 0, 0)
        assert take_in(coop, row(), row(RICE)) == DishIntake(0, 0, 2)
        later = TODAY + timedelta(days=40)
        assert take_in(coop, row(), row(RICE), starts_on=later) == DishIntake(0, 0, 2)
        assert StaffAct.objects.filter(verb="take_in_dishes").count() == 1

    def test_keeps_what_a_meal_had(self, coop: cast.Coop) -> None:
        take_in(coop, row(), starts_on=TODAY - timedelta(days=30))
        take_in(coop, row(energy_kcal="400"))
        known = dishes.versions(coop_id=coop.id)["D1001"]
        before, now = (
            dish_rules.on(known, TODAY - timedelta(days=1)),
            dish_rules.on(known, TODAY),
        )
        assert before is not None
        assert now is not None
        assert (before.figures.energy_kcal, now.figures.energy_kcal) == (349, 400)

    def test_takes_in_all_rows_or_none(self, coop: cast.Coop) -> None:
        take_in(coop, row(), starts_on=TODAY - timedelta(days=30))
        with pytest.raises(CannotTakeIn) as refused:
            take_in(coop, row(energy_kcal="1"), row(RICE), starts_on=TODAY - timedelta(days=3))
        assert refused.value.problems[0].line == 2
        with pytest.raises(CannotTakeIn):
            take_in(coop, row(RICE), row(energy_kcal="x"))
        assert Dish.objects.count() == 1

    def test_corrects_the_past_when_told_to(self, coop: cast.Coop) -> None:
        day = TODAY - timedelta(days=30)
        take_in(coop, row(), starts_on=day)
        corrected = take_in(coop, row(energy_kcal="394"), starts_on=day, correct=True)
        assert corrected == DishIntake(0, 1, 0)
        assert Dish.objects.get().energy_kcal == 394

    def test_is_for_one_co_op_alone(self, coop: cast.Coop) -> None:
        other = cast.other_coop()
        take_in(coop, row())
        assert dishes.versions(coop_id=other.id) == {}
        assert take_in(other, row(energy_kcal="1")) == DishIntake(1, 0, 0)
        assert dishes.versions(coop_id=coop.id)["D1001"][0].figures.energy_kcal == 349
