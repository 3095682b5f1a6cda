"""The lists the demo is made from, read once from the files beside this module."""

import csv
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import msgspec

ALL_MONTHS = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class FamilyName:
    """A family name with its reading; weights count bearers, in the country and in the north."""

    name: str
    kana: str
    weight: int
    weight_north: int


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name of the students' or the parents' generation.

    `never_after` are family names with which it would name somebody widely known.
    """

    name: str
    kana: str
    sex: str
    generation: str
    weight: int
    never_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Faculty:
    coop_id: int
    name: str
    field: str
    weight: int
    graduate_school: str


@dataclass(frozen=True, slots=True)
class Dish:
    """A cafeteria dish; `nutrition` is a row of the file as it stands, by column."""

    code: str
    name: str
    category: str
    price_yen: int
    months: frozenset[int]
    nutrition: dict[str, str]

    @property
    def figures(self) -> list[str]:
        """What it holds, from the energy on, in the order of the file's columns."""
        columns = list(self.nutrition)
        return [self.nutrition[column] for column in columns[columns.index("energy_kcal") :]]


@dataclass(frozen=True, slots=True)
class Good:
    """Something on a shop's shelf."""

    code: str
    name: str
    kind: str
    genre: str
    price_yen: int
    tax_rate: int
    weight: int
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class Textbook:
    code: str
    title: str
    term: str
    field: str
    price_yen: int


@dataclass(frozen=True, slots=True)
class StartingGood:
    """What new students buy at the support centre; `share_percent` of them take it."""

    code: str
    name: str
    kind: str
    genre: str
    price_yen: int
    share_percent: int


class Cohort(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Members who joined in one year: `years_ago`, or a fixed `joined_year`."""

    kind: str
    count: int
    years_ago: int | None = None
    joined_year: int | None = None
    years: int | None = None


class _CohortsOfCoop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    coop: int
    members: tuple[Cohort, ...]


class _CohortsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cohorts: tuple[_CohortsOfCoop, ...]


@functools.cache
def family_names() -> tuple[FamilyName, ...]:
    return tuple(
        FamilyName(row["name"], row["kana"], int(row["weight"]), int(row["weight_north"]))
        for row in _rows("family_names.csv")
    )


@functools.cache
def given_names() -> tuple[GivenName, ...]:
    return tuple(
        GivenName(
            row["name"],
            row["kana"],
            row["sex"],
            row["generation"],
            int(row["weight"]),
            frozenset(row["never_after"].split()),
        )
        for row in _rows("given_names.csv")
    )


@functools.cache
def faculties(coop_id: int) -> tuple[Faculty, ...]:
    rows = (
        Faculty(
            int(row["coop"]), row["name"], row["field"], int(row["weight"]), row["graduate_school"]
        )
        for row in _rows("faculties.csv")
    )
    return tuple(faculty for faculty in rows if faculty.coop_id == coop_id)


@functools.cache
def dishes() -> tuple[Dish, ...]:
    return tuple(
        Dish(
            row["code"],
            row["name"],
            row["category"],
            int(row["price_yen"]),
            _months(row["months"]),
            row,
        )
        for row in _rows("dishes.csv")
    )


@functools.cache
def goods() -> tuple[Good, ...]:
    return tuple(
        Good(
            row["code"],
            row["name"],
            row["kind"],
            row["genre"],
            int(row["price_yen"]),
            int(row["tax_rate"]),
            int(row["weight"]),
            _months(row["months"]),
        )
        for row in _rows("goods.csv")
    )


@functools.cache
def textbooks() -> tuple[Textbook, ...]:
    return tuple(
        Textbook(row["code"], row["title"], row["term"], row["field"], int(row["price_yen"]))
        for row in _rows("textbooks.csv")
    )


@functools.cache
def starting_goods() -> tuple[StartingGood, ...]:
    return tuple(
        StartingGood(
            row["code"],
            row["name"],
            row["kind"],
            row["genre"],
            int(row["price_yen"]),
            int(row["share_percent"]),
        )
        for row in _rows("starting_goods.csv")
    )


@functools.cache
def cohorts() -> dict[int, tuple[Cohort, ...]]:
    """The cohorts of each demo co-op, by its code."""
    file = msgspec.toml.decode(text("cohorts.toml"), type=_CohortsFile)
    return {part.coop: part.members for part in file.cohorts}


def coop_file(coop_id: int) -> str:
    """The co-op's TOML as `kumiai import coops` takes it, still without its calendar."""
    return text(f"coops/{coop_id}.toml")


def text(name: str) -> str:
    """A file of this package's folder `files`."""
    return resources.files(__package__).joinpath("files", *name.split("/")).read_text("utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(text(name).splitlines())


def _months(written: str) -> frozenset[int]:
    """`11-3` is November to March; empty is all year."""
    if not written:
        return ALL_MONTHS
    first, last = (int(part) for part in written.split("-"))
    return frozenset((first + n - 1) % 12 + 1 for n in range((last - first) % 12 + 1))
