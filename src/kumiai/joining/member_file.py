"""Rows of a member file: each room gets its part of a member, in one transaction."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from kumiai.coops import queries as coops
from kumiai.coops.rules import Actor
from kumiai.identity import actions as identity
from kumiai.identity.actions import IssuedCode
from kumiai.kit import clock, csv_table
from kumiai.ledger import actions as ledger
from kumiai.meals import actions as meals
from kumiai.meals import queries as meal_plans
from kumiai.members import actions as members
from kumiai.members import imports
from kumiai.members.actions import Intake
from kumiai.members.cells import MemberRow
from kumiai.members.imports import MemberFile

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Report:
    """What a file changed, in members; `unchanged` counts the rows that said nothing new.

    `codes` are to be put on letters, where the co-op lets people in so: they are kept nowhere.
    """

    coop_id: int
    joined: int
    changed: int
    unchanged: int
    codes: tuple[IssuedCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What some rows changed, in members; `touched` are the ids of who joined or changed."""

    joined: int
    changed: int
    unchanged: int
    touched: tuple[int, ...]


class CannotTakeIn(Exception):
    """The file names no co-op, or one that is not here."""


def against_stored(file: MemberFile, *, on: date) -> MemberFile:
    """The file with the rows turned into problems that name a meal plan the co-op does not have.

    Raises CannotTakeIn.
    """
    try:
        coops.coop(file.coop_id)
    except coops.NoSuchCoop as problem:
        raise CannotTakeIn(str(file.coop_id)) from problem
    names = meal_plans.plan_names(coop_id=file.coop_id, on=on) | {""}
    problems = [
        imports.problem_of(
            row,
            "meal_plan",
            f"このプランはありません: {csv_table.quoted(row.meal_plan)}",
            f"the co-op has no such meal plan: {csv_table.quoted(row.meal_plan)}",
        )
        for row in file.rows
        if row.meal_plan not in names
    ]
    rows = tuple(row for row in file.rows if row.meal_plan in names)
    return replace(file, rows=rows, problems=(*file.problems, *problems))


@transaction.atomic
def take_in(
    file: MemberFile, *, by: Actor, at: datetime, progress: Callable[[int], None] | None = None
) -> Report:
    """Take in all rows of the file or none; `progress` is told how many more are done.

    Raises members.actions.CannotTakeIn.
    """
    joined = changed = 0
    codes: list[IssuedCode] = []
    for start in range(0, len(file.rows), ROWS_AT_ONCE):
        rows = file.rows[start : start + ROWS_AT_ONCE]
        part = take_in_rows(file, rows, by=by, at=at)
        with contextlib.suppress(identity.NoCodes):
            codes += identity.issue_codes(
                coop_id=file.coop_id, member_ids=part.touched, by=by, at=at
            )
        joined += part.joined
        changed += part.changed
        if progress:
            progress(len(rows))
    return Report(
        coop_id=file.coop_id,
        joined=joined,
        changed=changed,
        unchanged=len(file.rows) - joined - changed,
        codes=tuple(codes),
    )


@transaction.atomic
def take_in_rows(file: MemberFile, rows: Sequence[MemberRow], *, by: Actor, at: datetime) -> Part:
    """Take in some rows of the file; every room gets its part of them, but for letters.

    Raises members.actions.CannotTakeIn.
    """
    intake = members.take_in_members(
        coop_id=file.coop_id, rows=rows, columns=file.fields, by=by, at=at
    )
    with_new_card = _open_for(file.coop_id, rows, intake, at)
    changed = len(intake.changed) + len(with_new_card & {*intake.unchanged.values()})
    return Part(
        joined=len(intake.joined),
        changed=changed,
        unchanged=len(rows) - len(intake.joined) - changed,
        touched=(*intake.joined.values(), *intake.changed.values()),
    )


def _open_for(
    coop_id: int, rows: Sequence[MemberRow], intake: Intake, at: datetime
) -> frozenset[int]:
    """Purses and provisional logins of who is new, meal cards of who has a plan.

    Returns the members with a new meal card.
    """
    new = sorted(intake.joined.values())
    if new:
        ledger.open_purses(coop_id=coop_id, member_ids=new)
    if touched := sorted([*new, *intake.changed.values()]):
        identity.register_provisionally(coop_id=coop_id, member_ids=touched, at=at)
    ids = {**intake.joined, **intake.changed, **intake.unchanged}
    plans = {ids[row.member_number]: row.meal_plan for row in rows if row.meal_plan}
    if not plans:
        return frozenset()
    return meals.hand_out_cards(coop_id=coop_id, plan_names=plans, on=clock.tokyo_date(at))
