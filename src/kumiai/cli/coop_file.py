"""Taking in a co-op's file: its rooms get their parts, in one transaction."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kumiai.cli import meal_plan_parts
from kumiai.coops import actions as coops
from kumiai.coops.actions import Intake
from kumiai.coops.imports import CoopFile
from kumiai.coops.legal import actions as legal
from kumiai.coops.rules import Actor
from kumiai.meals import actions as meals


@transaction.atomic
def take_in(file: CoopFile, *, by: Actor, at: datetime) -> Intake:
    """Take in a co-op with its legal texts and meal plans; the same file again changes nothing.

    Raises NotACoopFile where a meal plan makes no sense, coops.actions.CannotRewritePolicy,
    CannotEnrol, coops.legal.actions.CannotRewrite.
    """
    intake = coops.take_in(file=file, by=by, at=at)
    texts = legal.take_in(coop_id=intake.coop_id, parts=file.legal_texts, by=by, at=at)
    changes = meals.take_in_plans(coop_id=intake.coop_id, plans=meal_plan_parts.plans(file))
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
