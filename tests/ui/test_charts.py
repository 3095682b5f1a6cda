"""Bars stand on zero, in proportion, and inside their drawing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kumiai.ui import charts

DAY = date(2026, 11, 1)
AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=31)


def bars_of(*amounts: int) -> list[charts.Bar]:
    return [charts.Bar(DAY, amount) for amount in amounts]


class TestBars:
    def test_reach_from_the_base_to_their_share_of_the_highest(self) -> None:
        half, whole = charts.bars(bars_of(500, 1000)).columns
        assert float(whole.boxes[0].y) == charts.LABEL_SPACE
        assert float(half.boxes[0].y) == charts.LABEL_SPACE + charts.PLOT_HEIGHT / 2

    def test_of_nothing_are_not_drawn(self) -> None:
        drawing = charts.bars(bars_of(0, 0))
        assert [column.boxes for column in drawing.columns] == [[], []]

    def test_leave_room_for_a_limit_above_them(self) -> None:
        drawing = charts.bars(bars_of(600), limit_yen=1200)
        assert float(drawing.limit_y) == charts.LABEL_SPACE
        assert float(drawing.columns[0].boxes[0].y) > float(drawing.limit_y)

    def test_pass_a_limit_that_was_passed(self) -> None:
        drawing = charts.bars(bars_of(1240), limit_yen=1200)
        assert float(drawing.columns[0].boxes[0].y) < float(drawing.limit_y)

    @given(AMOUNTS)
    def test_stay_inside_the_drawing(self, amounts: list[int]) -> None:
        drawing = charts.bars(bars_of(*amounts))
        for column in drawing.columns:
            for box in column.boxes:
                assert float(box.y) >= charts.LABEL_SPACE - 1
                left, width = float(box.x.rstrip("%")), float(box.width.rstrip("%"))
                assert 0 <= left <= left + width <= 100.01


class TestStacks:
    def test_put_one_kind_upon_the_other(self) -> None:
        (column,) = charts.stacks([charts.Stack(DAY, (600, 0, 400))]).columns
        food, goods = column.boxes
        assert (food.kind, goods.kind) == (1, 3)
        assert float(goods.y) + float(goods.height) <= float(food.y)
        assert column.total_yen == 1000

    def test_of_one_kind_end_at_the_base(self) -> None:
        (column,) = charts.stacks([charts.Stack(DAY, (600, 0, 0))]).columns
        (food,) = column.boxes
        assert float(food.y) + float(food.height) == charts.LABEL_SPACE + charts.PLOT_HEIGHT


class TestShare:
    def test_ends_at_both_ends(self) -> None:
        shares = [charts.share(part, 2000) for part in (-10, 0, 1542, 2000, 2500)]
        assert shares == ["0%", "0%", "77.1%", "100%", "100%"]
        assert charts.share(1, 0) == "0%"
