"""Taking in a co-op's file: its rooms get their parts, in one transaction."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.actions import Intake
from kumiai.coops.imports import CoopFile
from kumiai.coops.legal import actions as legal
from kumiai.coops.rules import Actor
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan


@transaction.atomic
def take_in(file: CoopFile, *, by: Actor, at: datetime) -> Intake:
    """Take in a co-op with its legal texts and meal plans; the same file again changes nothing.

    Raises coops.actions.CannotRewritePolicy, CannotEnrol, coops.legal.actions.CannotRewrite.
    """
    intake = coops.take_in(file=file, by=by, at=at)
    texts = legal.take_in(coop_id=intake.coop_id, parts=file.legal_texts, by=by, at=at)
    plans = [
        Plan(
            name=part.name,
            daily_limit_yen=part.daily_limit_yen,
            weekdays=part.weekdays,
            opens_at=part.opens_at,
            closes_at=part.closes_at,
            starts_on=part.starts_on,
            ends_on=part.ends_on,
        )
        for part in file.meal_plans
    ]
    changes = meals.take_in_plans(coop_id=intake.coop_id, plans=plans)
    if changes:
        coops.record_act(
            coop_id=intake.coop_id,
            by=by,
            verb="take_in_meal_plans",
            subject=f"coop:{intake.coop_id}",
            at=at,
            details={"changes": list(changes)},
        )
    return replace(intake, changes=intake.changes + texts + changes)
