"""Member files as they were received, what they would change, and how far they are."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kumiai.coops.files.models import KeptFile

STATES = (
    "reading",
    "received",
    "unchanged",
    "refused",
    "working",
    "done",
    "stopped",
    "discarded",
)
# The same content does not stand here twice.
AT_HAND = ("reading", "received", "working")


class KeptMemberFile(KeptFile):
    """A member file. It is read by the worker, then ordered by somebody who has seen what it says.

    `seen` rows have been looked at while it is read, twice each: as cells, and beside what is
    stored. `good` rows make sense in themselves and are worked off; `bad` ones do not, or not
    here. `looked` is what the file would change, `joined`, `changed` and `unchanged` what it did.
    """

    seen = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    skips_bad = models.BooleanField(default=False)
    looked = models.JSONField(null=True)
    problems = models.JSONField(default=list)
    ordered_by_kind = models.CharField(max_length=10, blank=True)
    ordered_by_id = models.TextField(blank=True)
    joined = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(name="member_file_coop", fields=["coop", "id"]),
            UniqueConstraint(
                name="member_file_once_at_hand",
                fields=["coop", "digest"],
                condition=Q(state__in=AT_HAND),
            ),
            CheckConstraint(name="member_file_state", condition=Q(state__in=STATES)),
            CheckConstraint(
                name="member_file_ordered",
                condition=Q(
                    state__in=("reading", "received", "unchanged", "refused", "discarded"),
                    ordered_at__isnull=True,
                )
                | Q(state__in=("working", "done", "stopped"), ordered_at__isnull=False),
            ),
            CheckConstraint(
                name="member_file_done",
                condition=(~Q(state="done") & Q(finished_at__isnull=True))
                | Q(state="done", finished_at__isnull=False, worked=F("good")),
            ),
            CheckConstraint(
                name="member_file_progress",
                condition=Q(worked__gte=0, worked__lte=F("good"), good__lte=F("rows")),
            ),
        ]
        indexes = [
            Index(name="member_file_received", fields=["coop", "received_at"]),
            Index(name="member_file_like", fields=["coop", "digest"]),
            Index(
                name="member_file_working",
                fields=["worked_at"],
                condition=Q(state__in=("reading", "working")),
            ),
        ]

    def __str__(self) -> str:
        return f"member file {self.name}"
