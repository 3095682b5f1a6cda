"""Writes about what a member chose for the page about nutrition; nobody else reads it."""

from datetime import datetime

from django.db import transaction

from kumiai.meals.comparing import Choice
from kumiai.meals.models import NutritionChoice


@transaction.atomic
def choose_for_nutrition(*, coop_id: int, member_id: int, choice: Choice, at: datetime) -> None:
    """Keep what a member says about themselves, so that the reference intakes fit (row G30)."""
    NutritionChoice.objects.update_or_create(
        member_id=member_id,
        defaults={
            "coop_id": coop_id,
            "sex": choice.sex or "",
            "activity": choice.activity or "",
            "changed_at": at,
        },
    )


@transaction.atomic
def forget_for_nutrition(*, coop_id: int, member_id: int) -> None:
    """Withdraw it: what was said is deleted, and whether the page is hidden stays."""
    rows = NutritionChoice.objects.filter(coop_id=coop_id, member_id=member_id)
    rows.filter(hidden_at=None).delete()
    rows.update(sex="", activity="")


@transaction.atomic
def hide_nutrition(*, coop_id: int, member_id: int, at: datetime) -> None:
    """Show no nutrition on this member's pages, to nobody; hiding it twice changes nothing."""
    NutritionChoice.objects.get_or_create(
        member_id=member_id, defaults={"coop_id": coop_id, "changed_at": at}
    )
    rows = NutritionChoice.objects.filter(member_id=member_id, hidden_at=None)
    rows.update(hidden_at=at, changed_at=at)


@transaction.atomic
def show_nutrition(*, coop_id: int, member_id: int, at: datetime) -> None:
    """Show it again."""
    rows = NutritionChoice.objects.filter(coop_id=coop_id, member_id=member_id)
    rows.exclude(hidden_at=None).update(hidden_at=None, changed_at=at)
