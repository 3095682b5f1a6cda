"""The meal plans of a co-op's file: what they give, and what of them is named as wrong."""

from datetime import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kumiai.cli import __main__ as command
from kumiai.cli import meal_plan_parts
from kumiai.coops import imports
from kumiai.coops.imports import NotACoopFile
from kumiai.meals import plans
from kumiai.meals.models import MealPlan
from kumiai.meals.rules import Plan, Window
from tests.coops.files import HIROSAKI
from tests.databases import FreshDatabase

DORMITORY = """
[[meal_plans]]
name = "朝夕"
daily_limit_yen = 750
saturday_yen = 500
short_day_yen = 600
closed_day_yen = 0
weekdays = [0, 1, 2, 3, 4, 5, 6]
starts_on = 2026-04-08
ends_on = 2027-02-28

[[meal_plans.windows]]
opens_at = 17:00:00
closes_at = 20:00:00

[[meal_plans.windows]]
closes_at = 09:30:00
limit_yen = 250
"""


def read(text: str) -> tuple[Plan, ...]:
    return meal_plan_parts.plans(imports.read((HIROSAKI + text).encode()))


class TestPlans:
    def test_have_their_windows_in_the_order_of_the_day(self) -> None:
        [plan] = read(DORMITORY)
        assert plan.windows == (Window(None, time(9, 30), 250), Window(time(17), time(20)))
        assert (plan.saturday_yen, plan.short_day_yen, plan.closed_day_yen) == (500, 600, 0)

    def test_say_one_span_of_hours_in_one_way(self) -> None:
        head, evening, _morning = DORMITORY.split("\n[[meal_plans.windows]]\n")
        [as_window] = read(f"{head}\n[[meal_plans.windows]]\n{evening}")
        [as_hours] = read(f"{head}\n{evening}")
        assert as_window == as_hours
        assert (as_hours.opens_at, as_hours.windows) == (time(17), ())

    @pytest.mark.parametrize(
        ("there", "instead", "named"),
        [
            ("limit_yen = 250", "limit_yen = 0", r"meal_plans\[0\].windows\[1\].limit_yen"),
            ("limit_yen = 250", "limit = 250", "limit"),
            ("saturday_yen = 500", "saturday_yen = -1", r"saturday_yen"),
            ("saturday_yen = 500", "saturday_yen = 0.5", r"saturday_yen"),
            ("closes_at = 09:30:00", "closes_at = 17:01:00", "朝夕 from 2026-04-08: windows: one"),
            ("closes_at = 09:30:00", "closes_at = 09:30:01", "closes_at: whole minutes"),
            ("closes_at = 09:30:00", "closes_at = 00:00:00", "朝夕 from 2026-04-08: closes_at"),
            ("closes_at = 20:00:00", "closes_at = 17:00:00", "朝夕 from 2026-04-08: closes_at"),
            ("weekdays = [0, 1, 2, 3, 4, 5, 6]", "weekdays = []", "weekdays: at least one"),
            ("weekdays = [", "opens_at = 08:00:00\nweekdays = [", "stand instead of opens_at"),
            ('name = "朝夕"', f'name = "{"朝" * 41}"', "name: at most 40"),
        ],
    )
    def test_name_what_is_wrong(self, there: str, instead: str, named: str) -> None:
        assert there in DORMITORY
        with pytest.raises(NotACoopFile, match=named):
            read(DORMITORY.replace(there, instead, 1))

    def test_have_at_most_four_windows(self) -> None:
        windows = [
            f"\n[[meal_plans.windows]]\nopens_at = {hour}:00:00\ncloses_at = {hour}:30:00\n"
            for hour in (10, 11, 12)
        ]
        assert len(read(DORMITORY + "".join(windows[:2]))[0].windows) == 4
        with pytest.raises(NotACoopFile, match="windows: at most 4"):
            read(DORMITORY + "".join(windows))


class TestImport:
    def test_takes_them_in_once_and_brings_them_up_to_date(
        self, fresh_database: FreshDatabase, tmp_path: Path
    ) -> None:
        assert fresh_database.url
        file = tmp_path / "coop.toml"
        for text, told in (
            (DORMITORY, "meal plan 朝夕 2026-04-08\n"),
            (DORMITORY, "変更なし"),
            (DORMITORY.replace("250", "300"), "meal plan 朝夕 2026-04-08 windows\n"),
        ):
            file.write_text(HIROSAKI + text, "utf-8")
            assert told in take_in(file).stdout
        [plan] = read(DORMITORY.replace("250", "300"))
        assert plans.plan_of(MealPlan.objects.get()) == plan

    def test_takes_nothing_in_where_one_is_wrong(
        self, fresh_database: FreshDatabase, tmp_path: Path
    ) -> None:
        assert fresh_database.url
        file = tmp_path / "coop.toml"
        file.write_text(HIROSAKI + DORMITORY.replace("09:30", "17:30"), "utf-8")
        answer = take_in(file)
        assert (answer.exit_code, "windows: one begins" in answer.stderr) == (1, True)
        assert "生協のファイルとして読めません" in answer.stderr


def take_in(file: Path) -> Result:
    return CliRunner().invoke(command.main, ["import", "coops", str(file)])
