"""What reports write down: what lay in a drawer, and the sums of closed days. Never changed."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop, Terminal


class DrawerCount(models.Model):
    """Cash counted in the drawer of a till or top-up machine for a business date, in yen.

    `float_yen` is the change that lay in it before the day. A correction is a new row: the latest
    of a terminal and day is the one that holds, the earlier ones stay.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    terminal = models.ForeignKey(
        Terminal, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    business_date = models.DateField()
    counted_yen = models.IntegerField()
    float_yen = models.IntegerField()
    note = models.CharField(max_length=200, blank=True)
    counted_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(counted_yen__gte=0, float_yen__gte=0), name="reports_count_yen"
            )
        ]
        indexes = [Index(fields=["coop", "business_date", "terminal"], name="reports_count_of_day")]

    def __str__(self) -> str:
        return f"{self.counted_yen} in the drawer of {self.terminal_id} on {self.business_date}"


class ClosedDay(models.Model):
    """The sums of a closed day, kept: see `kept`. Written once, and proven with the books."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    business_date = models.DateField()
    facts = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["coop", "business_date"], name="reports_closedday_once")
        ]

    def __str__(self) -> str:
        return f"sums of {self.business_date}"
