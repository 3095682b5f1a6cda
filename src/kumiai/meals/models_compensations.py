"""What holders of meal cards get for an outage: a right on another day, never money."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.models import Approval, Coop
from kumiai.members.models import Member


class LunchCompensation(models.Model):
    """One outage that was made good: asked by one member of staff and approved by another."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+", db_constraint=False)
    day = models.DateField()
    begins_at = models.TimeField()
    ends_at = models.TimeField()
    most_yen = models.IntegerField()
    given_from = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="meals_outage_hours"),
            CheckConstraint(condition=Q(most_yen__gt=0), name="meals_outage_amount"),
            CheckConstraint(condition=Q(given_from__gt=F("day")), name="meals_outage_later"),
        ]
        indexes = [Index(fields=["coop", "day"], name="meals_outage_day")]

    def __str__(self) -> str:
        return f"outage of {self.day.isoformat()}"


class ExtraRight(models.Model):
    """So much more may a holder eat for on a day; it lapses with that day as every right does."""

    compensation = models.ForeignKey(
        LunchCompensation, models.PROTECT, related_name="extra_rights", db_index=False
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
            UniqueConstraint(fields=["compensation", "member"], name="meals_extra_once"),
            CheckConstraint(condition=Q(amount_yen__gt=0), name="meals_extra_amount"),
        ]
        indexes = [Index(fields=["member", "date"], name="meals_extra_member")]

    def __str__(self) -> str:
        return f"{self.amount_yen} more on {self.date.isoformat()}"
