"""What follows on an inquiry: replies, what the asker says further, notes, canned answers."""

from django.db import models
from django.db.models import Q

from kumiai.coops.models import Coop
from kumiai.mail.models import Message

WAYS = ("page", "mail", "phone", "counter")


class Reply(models.Model):
    """What the desk answered, as it went out by mail; from which canned answer, if from one."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    inquiry = models.ForeignKey(
        "inquiries.Inquiry", models.PROTECT, related_name="+", db_constraint=False
    )
    text = models.TextField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_constraint=False)
    canned_key = models.CharField(max_length=40, blank=True)
    canned_version = models.IntegerField(null=True)
    written_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="inquiry_reply_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="inquiry_reply_canned",
                condition=Q(canned_key="") ^ Q(canned_version__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"reply to inquiry {self.inquiry_id}"


class FollowUp(models.Model):
    """What the asker said further: on the page, or another way, written down by the desk."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    inquiry = models.ForeignKey(
        "inquiries.Inquiry", models.PROTECT, related_name="+", db_constraint=False
    )
    text = models.TextField()
    way = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="inquiry_follow_up_text", condition=~Q(text="")),
            models.CheckConstraint(name="inquiry_follow_up_way", condition=Q(way__in=WAYS)),
        ]

    def __str__(self) -> str:
        return f"further words on inquiry {self.inquiry_id}"


class Note(models.Model):
    """What the desk tells itself about an inquiry; never shown to who asked."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    inquiry = models.ForeignKey(
        "inquiries.Inquiry", models.PROTECT, related_name="+", db_constraint=False
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="inquiry_note_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"note on inquiry {self.inquiry_id}"


class CannedAnswer(models.Model):
    """One version of a co-op's own wording of a canned answer; the latest is the one in use."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    version = models.IntegerField()
    title = models.CharField(max_length=100)
    # Empty in versions from before titles had an English.
    english_title = models.CharField(max_length=100, blank=True, default="")
    japanese = models.TextField()
    english = models.TextField()
    made_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="canned_answer_once", fields=["coop", "key", "version"]),
            models.CheckConstraint(name="canned_answer_version", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="canned_answer_key", condition=Q(key__regex="^[a-z][a-z0-9-]*$")
            ),
            models.CheckConstraint(
                name="canned_answer_text",
                condition=~Q(title="") & ~Q(japanese="") & ~Q(english=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version} of {self.coop_id}"
