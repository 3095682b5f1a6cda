"""What reports write down, never changed: what lay in a drawer, sums of closed days and months."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.models import Coop, Terminal
from kumiai.members.models import Member

# Of `MemberMonth`: yen by genre, and what each purse held.
BOUGHT = ("food_yen", "books_yen", "learning_goods_yen", "other_yen")
HELD = ("prepaid_yen", "uncollected_yen", "points_tenths", "web_points_tenths", "debt_yen")


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


class MemberMonth(models.Model):
    """What a member bought in a month and held at its end: see `kept_months`. Written once.

    Without a member: sales on the co-op's suspense. Of who bought nothing the yen by genre are
    empty; reversals of an earlier month's sales can make them negative.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    closed_by = models.DateField()
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    food_yen = models.BigIntegerField(null=True)
    books_yen = models.BigIntegerField(null=True)
    learning_goods_yen = models.BigIntegerField(null=True)
    other_yen = models.BigIntegerField(null=True)
    prepaid_yen = models.BigIntegerField()
    uncollected_yen = models.BigIntegerField()
    points_tenths = models.BigIntegerField()
    web_points_tenths = models.BigIntegerField()
    debt_yen = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["coop", "month", "member"],
                name="reports_membermonth_once",
                nulls_distinct=False,
            ),
            CheckConstraint(
                condition=Q(month__day=1, closed_by__gt=F("month")), name="reports_membermonth_day"
            ),
            CheckConstraint(
                condition=Q(
                    prepaid_yen__gte=0,
                    uncollected_yen__gte=0,
                    points_tenths__gte=0,
                    web_points_tenths__gte=0,
                    debt_yen__gte=0,
                ),
                name="reports_membermonth_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of {self.member_id}"

    @property
    def bought(self) -> tuple[int, ...] | None:
        """Yen by genre; None where nothing was bought."""
        yen = [getattr(self, name) for name in BOUGHT]
        return None if None in yen else tuple(yen)

    @property
    def held(self) -> tuple[int, ...]:
        """What the purses held, in the order of `kept_months.KINDS`."""
        return tuple(getattr(self, name) for name in HELD)
