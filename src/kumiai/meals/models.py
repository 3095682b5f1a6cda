"""A meal card is a right to eat for so much a day, never money: no purse, no balance."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop
from kumiai.ledger.models import Entry
from kumiai.meals.models_choices import NutritionChoice
from kumiai.meals.models_compensations import ExtraRight, LunchCompensation
from kumiai.meals.models_dishes import Dish
from kumiai.members.models import Member

# Each file of tables is one subject; all of them are asked for here.
__all__ = [
    "Dish",
    "ExtraRight",
    "LunchCompensation",
    "MealCard",
    "MealDay",
    "MealPlan",
    "MealReturn",
    "MealUse",
    "NutritionChoice",
]


class MealPlan(models.Model):
    """What a co-op offers for one academic year: so much a day, on these days, at these hours.

    `weekdays` counts Monday as 0. The hours are Tokyo time, the end not included; `windows` has
    begin, end and limit of each where one span without a limit does not say it, see
    `rules.told`. What Saturdays, short days and closed days give is None where they give the
    daily limit, and 0 where the plan is none of those days'. A plan that was
    changed from a day on goes on as a row of its own, which `continues` the one before it, so that
    no day of the past is ever counted anew. `edited_at` is when the office last changed a row:
    from then on the co-op's file leaves it as it is.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    daily_limit_yen = models.IntegerField()
    weekdays: "ArrayField[list[int], list[int]]" = ArrayField(models.SmallIntegerField())
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    saturday_yen = models.IntegerField(null=True)
    short_day_yen = models.IntegerField(null=True)
    closed_day_yen = models.IntegerField(null=True)
    windows = models.JSONField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    continues = models.OneToOneField(
        "meals.MealPlan",
        models.PROTECT,
        null=True,
        related_name="continued_by",
        db_constraint=False,
    )
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["coop", "id"], name="meals_plan_coop"),
            UniqueConstraint(fields=["coop", "name", "starts_on"], name="meals_plan_name"),
            CheckConstraint(condition=Q(daily_limit_yen__gt=0), name="meals_plan_limit"),
            CheckConstraint(condition=Q(saturday_yen__gte=0), name="meals_plan_saturday"),
            CheckConstraint(condition=Q(short_day_yen__gte=0), name="meals_plan_short_day"),
            CheckConstraint(condition=Q(closed_day_yen__gte=0), name="meals_plan_closed_day"),
            CheckConstraint(
                condition=Q(windows__isnull=True) | Q(opens_at=None, closes_at=None),
                name="meals_plan_hours_said_once",
            ),
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="meals_plan_term"),
        ]

    def __str__(self) -> str:
        return self.name


class MealCard(models.Model):
    """A member's right under a plan, from a day to a day."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    plan = models.ForeignKey(MealPlan, models.PROTECT, related_name="+", db_constraint=False)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["member", "plan", "starts_on"], name="meals_card_once"),
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="meals_card_term"),
        ]

    def __str__(self) -> str:
        return f"meal card {self.pk}"


class MealDay(models.Model):
    """How much of the right was used on a day; the row is the lock, the check the limit."""

    pk = models.CompositePrimaryKey("member_id", "date")
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    date = models.DateField()
    limit_yen = models.IntegerField()
    used_yen = models.IntegerField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(used_yen__gte=0, used_yen__lte=F("limit_yen")),
                name="meals_day_within_limit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.date}"


class MealUse(models.Model):
    """What one purchase took of the right of its day."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    date = models.DateField()
    amount_yen = models.IntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount_yen__gt=0), name="meals_use_amount"),
        ]
        indexes = [Index(fields=["coop", "member", "date"], name="meals_use_member")]

    def __str__(self) -> str:
        return f"{self.amount_yen} on {self.date}"


class MealReturn(models.Model):
    """What one reversal gave back of the right of a day, that same day."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(
        Coop, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    date = models.DateField()
    amount_yen = models.IntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount_yen__gt=0), name="meals_return_amount"),
        ]
        indexes = [Index(fields=["coop", "member", "date"], name="meals_return_member")]

    def __str__(self) -> str:
        return f"{self.amount_yen} back on {self.date}"
