"""Which till stands where in a demo co-op, and which meal plans its cafeteria offers."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from kumiai.meals import rules
from kumiai.meals.rules import Window


@dataclass(frozen=True, slots=True)
class Plan:
    """A meal plan of each academic year: Monday to Saturday, from 8 April through February."""

    name: str
    daily_limit_yen: int
    saturday_yen: int | None = None
    windows: tuple[Window, ...] = ()

    def of_year(self, year: int) -> rules.Plan:
        """The plan of one academic year."""
        return rules.Plan(
            name=self.name,
            daily_limit_yen=self.daily_limit_yen,
            weekdays=range(6),
            opens_at=None,
            closes_at=None,
            starts_on=date(year, 4, 8),
            ends_on=date(year + 1, 3, 1) - timedelta(days=1),
            saturday_yen=self.saturday_yen,
            windows=self.windows,
        )


@dataclass(frozen=True, slots=True)
class Places:
    """The terminals of a co-op by what they are for, by name as in its file."""

    coop_id: int
    shop_tills: tuple[str, ...]
    cafeteria_tills: tuple[str, ...]
    machines: tuple[str, ...]
    support_till: str
    feed: str
    tills_that_hand_over: frozenset[str]
    plans: tuple[Plan, ...]


# Breakfast, lunch and dinner, each with a limit of its own.
THREE_MEALS = Plan(
    "たっぷり1400",
    1400,
    saturday_yen=800,
    windows=(
        Window(time(7, 30), time(10), 300),
        Window(time(11), time(14, 30), 800),
        Window(time(17), time(20, 30), 800),
    ),
)
PLACES = {
    2101: Places(
        coop_id=2101,
        shop_tills=("FERIO レジ1", "FERIO レジ2", "SHAREA レジ1", "SHAREA レジ2", "Clover レジ1"),
        cafeteria_tills=("学生食堂 レジ1", "学生食堂 レジ2", "学生食堂 レジ3"),
        machines=("FERIO チャージ機", "学生食堂 チャージ機"),
        support_till="新入生サポートセンター レジ1",
        feed="大学生協アプリ",
        tills_that_hand_over=frozenset(
            ("FERIO レジ1", "FERIO レジ2", "SHAREA レジ1", "SHAREA レジ2", "Clover レジ1")
        ),
        plans=(Plan("1日1,200円", 1200), Plan("1日700円", 700), Plan("1日1,600円", 1600)),
    ),
    9902: Places(
        coop_id=9902,
        shop_tills=("ハーバー レジ1", "ハーバー レジ2"),
        cafeteria_tills=("なぎさ レジ1", "なぎさ レジ2"),
        machines=("なぎさ チャージ機",),
        support_till="新生活相談室 レジ1",
        feed="しおみアプリ",
        tills_that_hand_over=frozenset(
            ("ハーバー レジ1", "ハーバー レジ2", "なぎさ レジ1", "なぎさ レジ2")
        ),
        plans=(Plan("スタンダード1000", 1000), Plan("ライト600", 600), THREE_MEALS),
    ),
}
COOP_IDS = tuple(PLACES)
