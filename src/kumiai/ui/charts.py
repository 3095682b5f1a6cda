"""Where the bars of a chart stand: plain geometry, drawn by the templates beside this.

Across in per cent, so that a drawing fits any width without its text growing; down in pixels.
Every chart begins at zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

LABEL_SPACE = 20
PLOT_HEIGHT = 104
AXIS_SPACE = 22
CORNER = 3
SEGMENT_GAP = 1.5
BAR_SHARE = 0.62
MEASURE_HEIGHT = 48


@dataclass(frozen=True)
class Bar:
    """One amount in yen, of a month or a day; `is_running` while that is not over."""

    when: date
    amount_yen: int
    is_running: bool = False


@dataclass(frozen=True)
class Stack:
    """A month's amounts in yen, one for each kind in the order of the chart's kinds."""

    when: date
    amounts_yen: Sequence[int]

    @property
    def total_yen(self) -> int:
        return sum(self.amounts_yen)


@dataclass(frozen=True)
class Box:
    """A rectangle: x and width in per cent, y and height in pixels, all as SVG wants them."""

    x: str
    y: str
    width: str
    height: str
    kind: int = 1


@dataclass(frozen=True)
class Column:
    """A bar with the places of its two labels; several boxes where it is stacked."""

    boxes: Sequence[Box]
    middle: str
    value_y: str
    when: date
    total_yen: int
    is_running: bool = False


@dataclass(frozen=True)
class Drawing:
    """A whole chart: its columns, the base line, the height, and a limit line if there is one."""

    columns: Sequence[Column]
    limit_y: str = ""
    limit_label_y: str = ""
    base: int = field(default=LABEL_SPACE + PLOT_HEIGHT)
    names_y: int = field(default=LABEL_SPACE + PLOT_HEIGHT + 16)
    height: int = field(default=LABEL_SPACE + PLOT_HEIGHT + AXIS_SPACE)


def bars(given: Sequence[Bar], *, limit_yen: int | None = None) -> Drawing:
    """One bar for each amount, and the line of a limit where there is one."""
    highest = max([1, limit_yen or 0, *(bar.amount_yen for bar in given)])
    columns = [
        _with_foot(
            _column(at, len(given), bar.when, [bar.amount_yen], highest, is_running=bar.is_running)
        )
        for at, bar in enumerate(given)
    ]
    if limit_yen is None:
        return Drawing(columns)
    limit = _y(limit_yen, highest)
    return Drawing(columns, limit_y=_number(limit), limit_label_y=_number(limit - 6))


def stacks(given: Sequence[Stack]) -> Drawing:
    """One column for each month, its kinds from the base upwards."""
    highest = max([1, *(stack.total_yen for stack in given)])
    return Drawing(
        [
            _column(at, len(given), stack.when, stack.amounts_yen, highest)
            for at, stack in enumerate(given)
        ]
    )


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, from 0% to 100%."""
    return _percent(100 * min(max(part, 0), whole) / whole) if whole > 0 else "0%"


def _column(
    at: int,
    count: int,
    when: date,
    amounts: Sequence[int],
    highest: int,
    *,
    is_running: bool = False,
) -> Column:
    slot = 100 / count
    width = slot * BAR_SHARE
    left = at * slot + (slot - width) / 2
    total = sum(amounts)
    boxes, below = [], 0
    for kind, amount in enumerate(amounts, start=1):
        if amount > 0:
            top, bottom = _y(below + amount, highest), _y(below, highest)
            height = max(bottom - top - (SEGMENT_GAP if below else 0), 1)
            boxes.append(Box(_percent(left), _number(top), _percent(width), _number(height), kind))
            below += amount
    return Column(
        boxes=boxes,
        middle=_percent(left + width / 2),
        value_y=_number(_y(total, highest) - 6),
        when=when,
        total_yen=total,
        is_running=is_running,
    )


def _with_foot(column: Column) -> Column:
    """A bar has round corners above only: its foot reaches below the clipped base."""
    taller = [replace(box, height=_number(float(box.height) + CORNER)) for box in column.boxes]
    return replace(column, boxes=taller)


def _y(amount: int, highest: int) -> float:
    return LABEL_SPACE + PLOT_HEIGHT * (1 - max(amount, 0) / highest)


def _percent(value: float) -> str:
    return f"{_number(value)}%"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Measure:
    """An amount beside what it is measured by, with the words that stand at the bar."""

    name: str
    label: str
    amount: int
    low: int
    high: int


@dataclass(frozen=True)
class MeasureRow:
    """A measure's bar: all references stand in one place, and every bar begins at zero."""

    measure: Measure
    top: int
    text_y: int
    bar_y: int
    width: str
    low_x: str
    mark_bottom: int


@dataclass(frozen=True)
class MeasureDrawing:
    """Bars one below the other, with the line of the references."""

    rows: Sequence[MeasureRow]
    height: int
    reference_x: str = f"{200 / 3:.2f}%"
    bar_height: int = 12


def measures(given: Sequence[Measure]) -> MeasureDrawing:
    """Each bar as a share of its own reference; half as much again reaches the edge."""
    rows = []
    for at, one in enumerate(given):
        top = at * MEASURE_HEIGHT
        rows.append(
            MeasureRow(
                measure=one,
                top=top,
                text_y=top + 14,
                bar_y=top + 22,
                width=share(2 * one.amount, 3 * one.high),
                low_x=share(2 * one.low, 3 * one.high) if one.low < one.high else "",
                mark_bottom=top + 38,
            )
        )
    return MeasureDrawing(rows, height=len(rows) * MEASURE_HEIGHT)
