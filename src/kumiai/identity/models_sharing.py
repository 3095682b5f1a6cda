"""What members let their guardians see, and when guardians looked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop
from kumiai.identity.sections import Section
from kumiai.members.models import Member

SECTIONS = [section.value for section in Section]


class Sharing(models.Model):
    """What a member chose to share from a moment on; the latest counts, and none is changed."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sections: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=10))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sharing_sections", condition=Q(sections__contained_by=SECTIONS)
            )
        ]
        indexes = [models.Index(name="sharing_member", fields=["member", "at"])]

    def __str__(self) -> str:
        return f"sharing of member {self.member_id}"


class GuardianView(models.Model):
    """That a guardian looked at a part of the pages on a day, how often, first and last."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=10)
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    views = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guardian_view_once", fields=["member", "day", "section"]),
            models.CheckConstraint(name="guardian_view_section", condition=Q(section__in=SECTIONS)),
            models.CheckConstraint(
                name="guardian_view_order",
                condition=Q(last_at__gte=F("first_at"), views__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} of member {self.member_id} on {self.day.isoformat()}"
