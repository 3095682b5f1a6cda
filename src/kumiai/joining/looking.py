"""What a member file would change, found out beside what is stored; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from kumiai.meals import actions as meals
from kumiai.members import comparing
from kumiai.members.cells import MemberRow
from kumiai.members.comparing import Known
from kumiai.members.imports import HEADER_OF, MemberFile

SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a member: its header, what is stored, and what the file wants there."""

    header: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowLooked:
    """One row: whom it is about and, where the member is known, what it would change."""

    line: int
    member_number: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Looked:
    """What a file would change, in members, with the first rows of each.

    `leaving` rows give somebody a last day who had none, new members among them; `returning` rows
    take it away again.
    """

    joined: int = 0
    changed: int = 0
    unchanged: int = 0
    leaving: int = 0
    returning: int = 0
    joins: list[RowLooked] = field(default_factory=list)
    changes: list[RowLooked] = field(default_factory=list)
    leavers: list[RowLooked] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.joined and not self.changed


def look(looked: Looked, *, file: MemberFile, rows: Sequence[MemberRow], on: date) -> None:
    """Add to `looked` what these rows of the file would change, taken in on that day."""
    known = comparing.beside_stored(coop_id=file.coop_id, rows=rows, columns=file.fields)
    carded = _with_new_card(file.coop_id, rows, known, on=on)
    for row in rows:
        member = known.get(row.member_number)
        if member is None:
            looked.joined += 1
            _show(looked.joins, _of(row))
            _leaves(looked, row, has_left=False)
            continue
        changes = _changes(row, member, is_carded=member.id in carded)
        if not changes:
            looked.unchanged += 1
            continue
        looked.changed += 1
        _show(looked.changes, _of(row, changes))
        if "left_on" in file.fields:
            looked.returning += row.left_on is None and member.stored.left_on is not None
            _leaves(looked, row, has_left=member.stored.left_on is not None)


def _leaves(looked: Looked, row: MemberRow, *, has_left: bool) -> None:
    if row.left_on is None or has_left:
        return
    looked.leaving += 1
    _show(looked.leavers, _of(row, (Change(HEADER_OF["left_on"], "", row.left_on.isoformat()),)))


def _with_new_card(
    coop_id: int, rows: Sequence[MemberRow], known: Mapping[str, Known], *, on: date
) -> frozenset[int]:
    """Which of the known members would get a meal card: they get it, and it is undone."""
    plans = {
        known[row.member_number].id: row.meal_plan
        for row in rows
        if row.meal_plan and row.member_number in known
    }
    if not plans:
        return frozenset()
    with transaction.atomic():
        carded = meals.hand_out_cards(coop_id=coop_id, plan_names=plans, on=on)
        transaction.set_rollback(True)
    return carded


def _changes(row: MemberRow, member: Known, *, is_carded: bool) -> tuple[Change, ...]:
    fields = [
        Change(HEADER_OF[name], _shown(before), _shown(after))
        for name, before, after in member.changes()
    ]
    if is_carded:
        fields.append(Change(HEADER_OF["meal_plan"], "", row.meal_plan))
    return tuple(fields)


def _of(row: MemberRow, changes: tuple[Change, ...] = ()) -> RowLooked:
    return RowLooked(row.line, row.member_number, row.name, changes)


def _show(shown: list[RowLooked], row: RowLooked) -> None:
    if len(shown) < SHOWN_MAX:
        shown.append(row)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
