"""A report as it is shown, printed and taken along: tables of typed columns, and what to know.

A door shows a paper, or hands it to a writer; none of them knows which report it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.utils.translation import gettext as _

Cell = str | int | date | datetime | None
Row = Sequence[Cell]


class Shape(Enum):
    """What a column holds: yen, tenths of a point, a plain number, a day, a moment, or words."""

    WORDS = "words"
    DAY = "day"
    MOMENT = "moment"
    COUNT = "count"
    YEN = "yen"
    TENTHS = "tenths"

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self in (Shape.COUNT, Shape.YEN, Shape.TENTHS)

    @property
    def is_time(self) -> bool:
        """Whether it is a day or a moment."""
        return self in (Shape.DAY, Shape.MOMENT)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands below it."""

    heading: str
    shape: Shape = Shape.WORDS


@dataclass(frozen=True, slots=True)
class Table:
    """Rows may be read once only: long ones come as the database has them ready."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One report. `name` is that of the command and of files; `notes` are whole sentences.

    `warnings` are what somebody has to do something about.
    """

    name: str
    title: str
    coop_name: str
    about: str
    as_of: datetime
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...] = ()


def yen(heading: str) -> Column:
    """A column of yen."""
    return Column(_("%(heading)s（円）") % {"heading": heading}, Shape.YEN)


def tenths(heading: str) -> Column:
    """A column of points, counted in tenths."""
    return Column(heading, Shape.TENTHS)


def count(heading: str) -> Column:
    """A column of numbers."""
    return Column(heading, Shape.COUNT)


def words(heading: str) -> Column:
    """A column of words."""
    return Column(heading)
