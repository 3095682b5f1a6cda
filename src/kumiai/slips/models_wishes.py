"""Who wants a mail whenever something happens to money they paid in."""

from django.db import models
from django.db.models import UniqueConstraint

from kumiai.coops.models import Coop
from kumiai.members.models import Member


class SlipMailWish(models.Model):
    """A member wants to be told of each step of their deposits; gone when they no longer do."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_constraint=False)
    wished_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(name="slip_mail_wish_once", fields=["member"])]

    def __str__(self) -> str:
        return f"mails about slips for {self.member_id}"
