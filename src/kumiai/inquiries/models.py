"""What was asked. An inquiry is kept as it was sent; it never changes anything by itself."""

from django.db import models
from django.db.models import Q

from kumiai.coops.models import Coop
from kumiai.mail.models import Message

KINDS = ("mail_address", "member_number", "lost_card", "other")


class Inquiry(models.Model):
    """One inquiry, from anybody: who it says it is from has to be checked by the desk.

    `form_digest` is of the form it was sent with: one form brings one inquiry, however often its
    button is pressed.
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

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inquiry_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="inquiry_form_once", fields=["form_digest"]),
            models.CheckConstraint(name="inquiry_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="inquiry_one_line",
                condition=~Q(name__regex=r"[\r\n]") & ~Q(mail__regex=r"[\r\n]"),
            ),
            models.CheckConstraint(
                name="inquiry_member_number",
                condition=Q(member_number__regex="^([0-9]{12})?$"),
            ),
        ]
        indexes = [
            models.Index(name="inquiry_at", fields=["coop", "sent_at"]),
            models.Index(name="inquiry_network", fields=["network", "sent_at"]),
            models.Index(name="inquiry_mail", fields=["mail", "sent_at"]),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk} ({self.kind})"
