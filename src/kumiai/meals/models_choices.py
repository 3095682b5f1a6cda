"""What a member chose for the page about nutrition."""

from django.db import models
from django.db.models import CheckConstraint, Q

from kumiai.coops.models import Coop
from kumiai.meals.reference_intakes import Activity, Sex
from kumiai.members.models import Member


class NutritionChoice(models.Model):
    """What a member chose to say, empty where nothing; and since when the page is hidden.

    It serves the reference intakes on the member's own page alone. Withdrawing deletes it.
    """

    member = models.OneToOneField(
        Member, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    sex = models.CharField(max_length=6, blank=True, default="")
    activity = models.CharField(max_length=6, blank=True, default="")
    hidden_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(sex__in=["", *(sex.value for sex in Sex)]), name="meals_choice_sex"
            ),
            CheckConstraint(
                condition=Q(activity__in=["", *(level.value for level in Activity)]),
                name="meals_choice_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"nutrition of member {self.member_id}"
