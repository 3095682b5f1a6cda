"""Every write about meal cards, by subject; callers say `actions.<verb>`."""

from kumiai.meals.actions.cards import hand_out_cards, take_in_plans
from kumiai.meals.actions.choices import (
    choose_for_nutrition,
    forget_for_nutrition,
    hide_nutrition,
    show_nutrition,
)
from kumiai.meals.actions.compensations import CannotCompensate, compensate
from kumiai.meals.actions.dishes import CannotTakeIn, DishIntake, take_in_dishes
from kumiai.meals.actions.holding import CannotHold, HoldingProblem, end_card, give_card
from kumiai.meals.actions.plans import (
    CannotSetPlan,
    NoSuchPlan,
    add_plan,
    change_plan,
    set_last_day,
    withdraw_plan,
)

__all__ = [
    "CannotCompensate",
    "CannotHold",
    "CannotSetPlan",
    "CannotTakeIn",
    "DishIntake",
    "HoldingProblem",
    "NoSuchPlan",
    "add_plan",
    "change_plan",
    "choose_for_nutrition",
    "compensate",
    "end_card",
    "forget_for_nutrition",
    "give_card",
    "hand_out_cards",
    "hide_nutrition",
    "set_last_day",
    "show_nutrition",
    "take_in_dishes",
    "take_in_plans",
    "withdraw_plan",
]
