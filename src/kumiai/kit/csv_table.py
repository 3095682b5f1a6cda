"""The heading of a CSV file of the office: which field stands in which column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kumiai.kit import japanese
from kumiai.kit.csv_text import NotCsv, Record

UNKNOWN_SHOWN_MAX = 10
QUOTED_CHARACTERS_MAX = 30


@dataclass(frozen=True)
class Heading:
    """The columns a file may have: `header_of` each field, and the fields it must have.

    `field_of` finds the field of a header once `folded`, whatever else it may be called.
    """

    header_of: Mapping[str, str]
    field_of: Mapping[str, str]
    required: Sequence[str]
    folded: Callable[[str], str] = japanese.fold_kana

    def fields(self, records: Iterator[Record]) -> tuple[str, ...]:
        """Take the first record: the field of each column; blank columns at the end are none.

        Raises NotCsv naming unknown columns, those that stand twice, and missing ones.
        """
        first = next(records, None)
        if first is None:
            raise NotCsv("ファイルが空です。", "the file is empty")
        names = [self.folded(cell) for cell in first.cells]
        while names and not names[-1]:
            names.pop()
        self._refuse_unknown(names, first.line)
        fields = tuple(self.field_of[name] for name in names)
        self._refuse_double(fields, first.line)
        self._refuse_missing(fields, first.line)
        return fields

    def _refuse_unknown(self, names: Sequence[str], line: int) -> None:
        unknown = [quoted(name) for name in names if name not in self.field_of]
        if unknown:
            unknown = unknown[:UNKNOWN_SHOWN_MAX]
            known = self.header_of.values()
            raise NotCsv(
                f"知らない列があります: {'、'.join(unknown)}。使える列: {'、'.join(known)}。",
                f"unknown columns: {', '.join(unknown)}; known: {', '.join(known)}",
                line=line,
            )

    def _refuse_double(self, fields: Sequence[str], line: int) -> None:
        double = sorted({self.header_of[field] for field in fields if fields.count(field) > 1})
        if double:
            raise NotCsv(
                f"列が重複しています: {'、'.join(double)}",
                f"columns that stand twice: {', '.join(double)}",
                line=line,
            )

    def _refuse_missing(self, fields: Sequence[str], line: int) -> None:
        missing = [self.header_of[field] for field in self.required if field not in fields]
        if missing:
            raise NotCsv(
                f"必要な列がありません: {'、'.join(missing)}",
                f"missing columns: {', '.join(missing)}",
                line=line,
            )


def quoted(text: str) -> str:
    """A cell shown in a message: short, and nothing in it that a terminal would obey."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text[:QUOTED_CHARACTERS_MAX])
    return f"「{shown}{'…' if len(text) > QUOTED_CHARACTERS_MAX else ''}」"
