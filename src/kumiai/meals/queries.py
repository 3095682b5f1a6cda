"""Questions about meal cards."""

from datetime import date

from kumiai.meals.models import MealCard, MealPlan


def plan_names(*, coop_id: int, on: date) -> frozenset[str]:
    """The names of the co-op's plans that have not ended."""
    plans = MealPlan.objects.filter(coop_id=coop_id, ends_on__gte=on)
    return frozenset(plans.values_list("name", flat=True))


def holds_meal_card(*, coop_id: int, member_id: int, on: date) -> bool:
    """Whether the member has a meal card for that day."""
    cards = MealCard.objects.filter(coop_id=coop_id, member_id=member_id)
    return cards.filter(starts_on__lte=on, ends_on__gte=on).exists()
