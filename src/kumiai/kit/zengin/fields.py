"""Values of fields that mean a number of yen, a count or a day."""

from collections.abc import Mapping
from datetime import date

from kumiai.kit.zengin import eras
from kumiai.kit.zengin.layouts import Layout
from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.records import Record


def number(values: Mapping[str, str], name: str) -> int:
    """A count or yen; blank digits are zero."""
    return int(values[name] or "0")


def day(
    record: Record, layout: Layout, values: Mapping[str, str], name: str, *, arrived_on: date
) -> date | None:
    """A day that has come when the file arrives; None where it is blank or zero.

    Raises NotZengin for a day that never was, or has not come yet.
    """
    written = values[name]
    if not written.strip("0"):
        return None
    found = eras.read_day(written, near=arrived_on)
    label = next(part.field.japanese for part in layout.parts if part.field.name == name)
    if found is None:
        raise NotZengin(
            f"{label}が日付ではありません「{written}」。",
            f"{name} is no day: “{written}”",
            byte=layout.byte(record, name),
        )
    if found > arrived_on:
        raise NotZengin(
            f"{label}が未来の日付です「{written}」（{found}）。",
            f"{name} has not come yet: “{written}” ({found})",
            byte=layout.byte(record, name),
        )
    return found


def must_agree(
    record: Record, layout: Layout, values: Mapping[str, str], name: str, counted: int
) -> None:
    """Raises NotZengin unless a total of the trailer or the end is what was counted."""
    said = number(values, name)
    if said != counted:
        label = next(part.field.japanese for part in layout.parts if part.field.name == name)
        raise NotZengin(
            f"{label}が合いません（ファイルには{said:,}、数えると{counted:,}）。",
            f"{name} is {said:,} in the file and {counted:,} when counted",
            byte=layout.byte(record, name),
        )
