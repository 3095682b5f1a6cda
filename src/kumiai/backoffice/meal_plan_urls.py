"""Addresses of the co-op's meal plans."""

from django.urls import path

from kumiai.backoffice.pages import meal_plans

urlpatterns = [
    path("meal-plans", meal_plans.meal_plans, name="office-meal-plans"),
    path("meal-plans/new", meal_plans.new_plan, name="office-meal-plan-new"),
    path("meal-plans/<int:plan_id>/change", meal_plans.change, name="office-meal-plan-change"),
    path(
        "meal-plans/<int:plan_id>/last-day",
        meal_plans.last_day,
        name="office-meal-plan-last-day",
    ),
    path(
        "meal-plans/<int:plan_id>/withdrawal",
        meal_plans.withdrawal,
        name="office-meal-plan-withdrawal",
    ),
]
