"""What the header of both types says: whose number at which bank, and from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kumiai.kit.zengin import eras, fields
from kumiai.kit.zengin.layouts import Layout
from kumiai.kit.zengin.sections import Section

_DAYS = ("created_on", "first_on", "last_on")
_WORDS = (
    *("bank_code", "bank", "branch_code", "branch"),
    *("deposit_kind", "deposit_number", "holder"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One number of the co-op at its bank, and the days that are told of."""

    created_on: date | None
    first_on: date | None
    last_on: date | None
    bank_code: str
    bank: str = ""
    branch_code: str
    branch: str = ""
    deposit_kind: str = "1"
    deposit_number: str
    holder: str = ""


def read(
    section: Section, layout: Layout, values: Mapping[str, str], *, arrived_on: date
) -> dict[str, Any]:
    """The fields of a Head, from a header that has been read. Raises NotZengin."""
    days: dict[str, Any] = {
        name: fields.day(section.header, layout, values, name, arrived_on=arrived_on)
        for name in _DAYS
    }
    return days | {name: values[name] for name in _WORDS}


def written(head: Head, *, type_code: bytes) -> dict[str, str | int]:
    """The values of a header record, as far as both types have them."""
    fixed: dict[str, str | int] = {"record": 1, "type": type_code.decode(), "code": 0}
    words = {name: getattr(head, name) for name in _WORDS}
    return fixed | words | {name: eras.write_day(getattr(head, name)) for name in _DAYS}
