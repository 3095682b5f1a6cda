"""Questions about meal cards."""

from datetime import date

from kumiai.meals.models import MealPlan


def plan_names(*, coop_id: int, on: date) -> frozenset[str]:
    """The names of the co-op's plans that have not ended."""
    plans = MealPlan.objects.filter(coop_id=coop_id, ends_on__gte=on)
    return frozenset(plans.values_list("name", flat=True))
