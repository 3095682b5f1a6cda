"""Writes about dishes: taking in a file of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.meals import dishes
from kumiai.meals.dish_rules import Step
from kumiai.meals.imports import DishFile, RowProblem
from kumiai.meals.models import Dish


class CannotTakeIn(Exception):
    """Rows of a dish file are bad; `problems` says which and why."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} bad rows")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class DishIntake:
    """How many versions a dish file brought, corrected, and found as they were."""

    new: int
    changed: int
    unchanged: int


@transaction.atomic
def take_in_dishes(
    *, coop_id: int, file: DishFile, by: Actor, at: datetime, is_correction: bool = False
) -> DishIntake:
    """Take in a dish file whole or not at all; the same file again changes nothing.

    A version that has begun is rewritten by a correction only. Raises CannotTakeIn.
    """
    locking.hold(coop_id=coop_id)
    plan = dishes.planned(
        file, coop_id=coop_id, today=clock.tokyo_date(at), is_correction=is_correction
    )
    if plan.file.problems:
        raise CannotTakeIn(plan.file.problems)
    new, changed = [], []
    for row, step in plan.steps:
        values = {"name": row.name, **asdict(row.figures)}
        if step is Step.NEW:
            new.append(Dish(coop_id=coop_id, code=row.code, starts_on=row.starts_on, **values))
        elif step is Step.CHANGED:
            changed.append(f"{row.code} {row.starts_on.isoformat()}")
            same = Dish.objects.filter(coop_id=coop_id, code=row.code, starts_on=row.starts_on)
            same.update(**values)
    Dish.objects.bulk_create(new, batch_size=1_000)
    intake = DishIntake(len(new), len(changed), plan.counts[Step.UNCHANGED])
    if new or changed:
        coops.record_act(
            coop_id=coop_id,
            by=by,
            verb="take_in_dishes",
            subject=f"coop:{coop_id}",
            at=at,
            details={
                "file": file.digest.hex(),
                "new": intake.new,
                "unchanged": intake.unchanged,
                "corrected": changed,
            },
        )
    return intake
