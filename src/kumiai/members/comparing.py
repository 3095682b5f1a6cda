"""Rows of a member file beside what is stored of the same members."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import msgspec
from django.db import connection

from kumiai.kit import sql
from kumiai.members.cells import MemberRow

_sql = sql.load(__package__)


@dataclass(frozen=True, slots=True)
class Known:
    """A member as stored, and as the file wants it."""

    id: int
    stored: MemberRow
    wanted: MemberRow

    @property
    def is_changed(self) -> bool:
        return self.wanted != self.stored

    def changes(self) -> list[tuple[str, object, object]]:
        """What the fields that differ hold, and what the file wants there; plain values."""
        stored, wanted = msgspec.to_builtins(self.stored), msgspec.to_builtins(self.wanted)
        return [
            (name, stored[name], wanted[name]) for name in stored if stored[name] != wanted[name]
        ]


def beside_stored(
    *, coop_id: int, rows: Sequence[MemberRow], columns: Collection[str]
) -> dict[str, Known]:
    """By number, the rows of those who are members already; columns the file lacks say nothing."""
    with connection.cursor() as cursor:
        numbers = [row.member_number for row in rows]
        cursor.execute(_sql.known_members, {"coop": coop_id, "numbers": numbers})
        stored = {values[0]: (member_id, MemberRow(0, *values)) for member_id, *values in cursor}
    kept = frozenset(columns) - {"meal_plan"}
    return {
        row.member_number: Known(
            id=found[0],
            stored=found[1],
            wanted=replace(found[1], **{name: getattr(row, name) for name in kept}),
        )
        for row in rows
        if (found := stored.get(row.member_number))
    }
