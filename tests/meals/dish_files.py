"""Dish files as an office writes them."""

from datetime import date

from kumiai.meals import imports
from kumiai.meals.imports import DishFile

HEADER = [imports.HEADER_OF[field] for field in imports.REQUIRED]
KARAAGE = [
    "D1001", "鶏の唐揚げ", "349", "21.4", "22.8", "14.6", "0.8", "1.9", "22", "1.1",
    "52", "0.12", "0.2", "9", "20", "2.6", "0.1", "1.7",
]  # fmt: skip
RICE = [
    "D1100", "ライス中", "312", "5", "0.6", "74.2", "3", "0", "6", "0.2",
    "0", "0.04", "0.02", "0", "0", "0", "0", "3.9",
]  # fmt: skip


def row(dish: list[str] = KARAAGE, **changes: str) -> str:
    """One line of a file, some of its cells changed by the field's name."""
    cells = dict(zip(imports.REQUIRED, dish, strict=True)) | changes
    return ",".join(cells.values())


def raw(*lines: str, header: list[str] = HEADER, encoding: str = "cp932") -> bytes:
    return "\r\n".join([",".join(header), *lines]).encode(encoding)


def dish_file(*lines: str, starts_on: date = date(2026, 4, 1), **more: object) -> DishFile:
    return imports.read(raw(*lines, **more), starts_on=starts_on)  # type: ignore[arg-type]
