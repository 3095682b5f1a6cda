"""Cards of people who are about to register, held at a till."""

from django.db import models

from kumiai.coops.models import Coop, Terminal
from kumiai.members.models import Member


class CardTap(models.Model):
    """When the card of a member was held at a till last, while a login of theirs is provisional."""

    member = models.OneToOneField(
        Member, models.PROTECT, related_name="+", primary_key=True, db_constraint=False
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    terminal = models.ForeignKey(
        Terminal, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="card_tap_at", fields=["at"])]

    def __str__(self) -> str:
        return f"card of member {self.member_id} at {self.at:%Y-%m-%d %H:%M}"
