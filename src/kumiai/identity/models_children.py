"""That a guardian sees the pages of more than one child with one login."""

from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop
from kumiai.members.models import Member

GUARDIAN_KIND = "guardian"
ENDS = ("viewer", "shown", "password", "reissue", "mail")


class ChildLink(models.Model):
    """The guardian's login of `member` shows `shown_member` too: that one's guardian was proven.

    It goes one way: the other login sees no more than before. Never changed but for its end;
    `ended_by` is which of the two logins ended it, or what did.
    `kind` never says anything but guardian: with it the foreign keys lead to guardians' logins.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    shown_member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10, default=GUARDIAN_KIND)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="child_link_of_coop_once", fields=["coop", "id"]),
            models.UniqueConstraint(
                name="child_link_once",
                fields=["member", "shown_member"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(name="child_link_kind", condition=Q(kind=GUARDIAN_KIND)),
            models.CheckConstraint(
                name="child_link_of_another", condition=~Q(member=F("shown_member"))
            ),
            models.CheckConstraint(
                name="child_link_end",
                condition=Q(ended_at=None, ended_by="")
                | Q(ended_at__gte=F("made_at"), ended_by__in=ENDS),
            ),
        ]
        indexes = [models.Index(name="child_link_shown", fields=["shown_member"])]

    def __str__(self) -> str:
        return f"child link {self.pk}"
