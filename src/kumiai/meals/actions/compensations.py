"""Making an outage good: a right on another day for everybody who could not use theirs."""

from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import Actor
from kumiai.meals import compensating, compensations
from kumiai.meals.compensating import Outage, OutageProblem
from kumiai.meals.compensations import Preview
from kumiai.meals.models import ExtraRight, LunchCompensation


class CannotCompensate(Exception):
    """Nothing can be given; `problem` says why, None where there is nobody to give it to."""

    def __init__(self, problem: OutageProblem | None) -> None:
        super().__init__(problem.value if problem else "nobody")
        self.problem = problem


@transaction.atomic
def compensate(
    *, coop_id: int, outage: Outage, approval_id: int, by: Actor, at: datetime
) -> Preview:
    """Give what the rule says, as things stand now; part of the transaction of its approval.

    Raises CannotCompensate.
    """
    locking.hold(coop_id=coop_id)
    if problem := compensating.problem_with(outage, at=at):
        raise CannotCompensate(problem)
    found = compensations.preview(coop_id=coop_id, outage=outage)
    if not found.given:
        raise CannotCompensate(None)
    row = LunchCompensation.objects.create(
        coop_id=coop_id,
        approval_id=approval_id,
        day=outage.day,
        begins_at=outage.begins_at,
        ends_at=outage.ends_at,
        most_yen=outage.most_yen,
        given_from=outage.given_from,
        at=at,
    )
    ExtraRight.objects.bulk_create(
        ExtraRight(
            compensation=row,
            coop_id=coop_id,
            member_id=member_id,
            date=day,
            amount_yen=yen,
        )
        for member_id, day, yen in found.given
    )
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="compensate_lunch",
        subject=f"compensation:{row.pk}",
        at=at,
        details={
            "day": outage.day.isoformat(),
            "members": len(found.given),
            "total_yen": found.total_yen,
            "left_over": found.left_over,
        },
    )
    return found
