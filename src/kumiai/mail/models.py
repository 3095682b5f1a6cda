"""The outbox: what is to be sent, and what became of it."""

from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop

QUEUED, SENDING, SENT, REFUSED, GIVEN_UP = "queued", "sending", "sent", "refused", "given_up"
STATES = (QUEUED, SENDING, SENT, REFUSED, GIVEN_UP)


class Message(models.Model):
    """One mail to one address. Its row stands before it is sent and is the only order to send it.

    `sent` means that the mail server took it; `refused` that a server said never (5xx), `given_up`
    that it said "later" until patience ended. Claimed rows are `sending` and are taken up again
    when their worker died. An answer written by a person stands in a thread: `in_reply_to` and
    `references` are Message-IDs, `reply_to` is where answers to it go.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    to_address = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    kind = models.CharField(max_length=40)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=QUEUED)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    message_id = models.TextField()
    in_reply_to = models.TextField(default="", db_default="", blank=True)
    references = models.TextField(default="", db_default="", blank=True)
    reply_to = models.TextField(default="", db_default="", blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="message_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="message_id_once", fields=["message_id"]),
            models.CheckConstraint(name="message_state", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="message_sent_at", condition=Q(state=SENT) ^ Q(sent_at__isnull=True)
            ),
            models.CheckConstraint(name="message_one_line", condition=~Q(subject__regex=r"[\r\n]")),
            models.CheckConstraint(
                name="message_to_address", condition=Q(to_address__regex=r"^[^\s<>,;]+@[^\s<>,;]+$")
            ),
            models.CheckConstraint(
                name="message_thread_one_line",
                condition=~Q(in_reply_to__regex=r"[\r\n]")
                & ~Q(references__regex=r"[\r\n]")
                & ~Q(reply_to__regex=r"[\r\n]"),
            ),
            models.CheckConstraint(name="message_order", condition=Q(next_at__gte=F("created_at"))),
        ]
        indexes = [
            models.Index(
                name="message_waiting", fields=["next_at"], condition=Q(state__in=[QUEUED, SENDING])
            ),
            models.Index(name="message_given_up", fields=["next_at"], condition=Q(state=GIVEN_UP)),
            models.Index(name="message_to", fields=["coop", "to_address", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"


class FlaggedAddress(models.Model):
    """An address to which a server said never; shown to its owner and the office."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    address = models.TextField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_constraint=False)
    reason = models.TextField()
    flagged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="flagged_address_once", fields=["coop", "address"])
        ]

    def __str__(self) -> str:
        return f"flagged address {self.pk}"
