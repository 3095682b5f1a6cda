"""Dishes in versions: what a meal had is what the dish had on that day."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kumiai.coops.models import Coop
from kumiai.meals.nutrition import NUTRIENTS


class Dish(models.Model):
    """What one portion of a dish holds from a day on, until the next version of its code begins.

    `code` is what tills send with a line. Points are tenths of 80 kcal.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    starts_on = models.DateField()
    name = models.CharField(max_length=100)
    energy_kcal = models.IntegerField()
    protein_mg = models.IntegerField()
    fat_mg = models.IntegerField()
    carbohydrate_mg = models.IntegerField()
    fibre_mg = models.IntegerField()
    salt_mg = models.IntegerField()
    calcium_mg = models.IntegerField()
    iron_ug = models.IntegerField()
    vitamin_a_ug = models.IntegerField()
    vitamin_b1_ug = models.IntegerField()
    vitamin_b2_ug = models.IntegerField()
    vitamin_c_mg = models.IntegerField()
    vegetables_g = models.IntegerField()
    red_tenths = models.IntegerField()
    green_tenths = models.IntegerField()
    yellow_tenths = models.IntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["coop", "code", "starts_on"], name="meals_dish_version"),
            CheckConstraint(
                condition=Q(**{f"{field}__gte": 0 for field in NUTRIENTS}),
                name="meals_dish_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name} from {self.starts_on.isoformat()}"
