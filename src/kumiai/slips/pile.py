"""A pile of slips typed by hand: the rows, and the totals its cover says, as one file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kumiai.slips import imports, reading
from kumiai.slips.imports import HEADER_OF
from kumiai.slips.reading import NotTaken

ROWS_MAX = 200
LABEL_CHARACTERS_MAX = 60


@dataclass(frozen=True, slots=True)
class PileRow:
    """One slip as it was typed: texts, looked at when the pile is."""

    paid_on: str
    amount_yen: str
    member_number: str
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Slips of one cover: its label, and how many slips and yen it says there are."""

    label: str
    count: int
    total_yen: int
    rows: Sequence[PileRow]


def as_file(pile: Pile, *, coop_id: int, today: date) -> bytes:
    """The pile as a CSV of slips. Raises NotTaken where rows are bad or the totals differ."""
    label = " ".join(pile.label.split())
    if not label or len(label) > LABEL_CHARACTERS_MAX or not label.isprintable():
        raise NotTaken(
            f"束の名前を{LABEL_CHARACTERS_MAX}文字以内で入力してください。",
            f"give the pile a name of at most {LABEL_CHARACTERS_MAX} characters",
        )
    raw = _written(pile, label)
    read = reading.read(raw, coop_id=coop_id, arrived_on=today, kind=reading.FileKind.HAND)
    for said, counted, japanese, english in (
        (pile.count, len(read.rows), "枚数", "count"),
        (pile.total_yen, read.total_yen, "合計金額", "total"),
    ):
        if said != counted:
            raise NotTaken(
                f"{japanese}が合いません（表紙は{said:,}、入力は{counted:,}）。",
                f"the {english} differs: {said:,} on the cover, {counted:,} typed",
            )
    return raw


def _written(pile: Pile, label: str) -> bytes:
    """The label is in the reference of each row, so that two like piles are two files."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    fields = ("paid_on", "amount_yen", "member_number", "reference", "payer_kana")
    writer.writerow(HEADER_OF[field] for field in fields)
    reference = label[: imports.rules.REFERENCE_CHARACTERS_MAX]
    for row in pile.rows:
        writer.writerow((row.paid_on, row.amount_yen, row.member_number, reference, row.payer))
    return text.getvalue().encode("utf-8")
