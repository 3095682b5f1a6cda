"""What was asked, and what the desk makes of it. What was sent is kept as it was sent."""

from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop
from kumiai.inquiries.models_thread import CannedAnswer, FollowUp, Note, Reply
from kumiai.ledger.models import Entry
from kumiai.mail.models import Message
from kumiai.members.models import Member

# Each file of tables is one subject; all of them are asked for here.
__all__ = ["CannedAnswer", "FollowUp", "Inquiry", "Note", "Reply"]

KINDS = ("mail_address", "member_number", "lost_card", "purchase", "other")
STATES = ("open", "waiting", "answered", "closed", "spam")
ASKERS = ("", "member", "guardian")


class Inquiry(models.Model):
    """One inquiry, from anybody: who it says it is from has to be checked by the desk.

    `form_digest` is of the form it was sent with: one form brings one inquiry, however often its
    button is pressed. `asker` is the membership whose login it was sent with, `asked_by` whose of
    the two; both empty where nobody was logged in. `member` is whom the desk takes it to be about.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=15)
    name = models.TextField()
    member_number = models.CharField(max_length=12, blank=True)
    mail = models.TextField()
    text = models.TextField()
    language = models.CharField(max_length=5, default="ja")
    network = models.TextField(blank=True)
    form_digest = models.BinaryField()
    sent_at = models.DateTimeField()
    confirmation = models.ForeignKey(
        Message, models.PROTECT, related_name="+", null=True, db_constraint=False
    )
    asked_by = models.CharField(max_length=10, blank=True, default="")
    asker = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    line = models.SmallIntegerField(null=True)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    state = models.CharField(max_length=10, default="open")
    assigned_to = models.TextField(blank=True, default="")
    first_answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inquiry_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="inquiry_form_once", fields=["form_digest"]),
            models.CheckConstraint(name="inquiry_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="inquiry_one_line",
                condition=~Q(name__regex=r"[\r\n]") & ~Q(mail__regex=r"[\r\n]"),
            ),
            models.CheckConstraint(name="inquiry_state", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="inquiry_answered",
                condition=~Q(state="answered") | Q(first_answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="inquiry_answered_after",
                condition=Q(first_answered_at=None) | Q(first_answered_at__gte=F("sent_at")),
            ),
            models.CheckConstraint(
                name="inquiry_asker",
                condition=Q(asked_by__in=ASKERS) & (Q(asked_by="") ^ Q(asker__isnull=False)),
            ),
            models.CheckConstraint(
                name="inquiry_line", condition=Q(line=None) | Q(entry__isnull=False)
            ),
            models.CheckConstraint(
                name="inquiry_member_number",
                condition=Q(member_number__regex="^([0-9]{12})?$"),
            ),
        ]
        indexes = [
            models.Index(name="inquiry_at", fields=["coop", "sent_at"]),
            models.Index(name="inquiry_in_state", fields=["coop", "state", "sent_at"]),
            models.Index(name="inquiry_asker_at", fields=["coop", "asker", "sent_at"]),
            models.Index(name="inquiry_about", fields=["coop", "member", "sent_at"]),
            models.Index(name="inquiry_network", fields=["network", "sent_at"]),
            models.Index(name="inquiry_mail", fields=["mail", "sent_at"]),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk} ({self.kind})"
