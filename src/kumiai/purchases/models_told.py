"""Which changes of cards were told by mail."""

from django.db import models

from kumiai.coops.models import Coop, StaffAct


class CardChangeTold(models.Model):
    """One act on a member's cards was told to those it concerns; there is a row once, or never."""

    # No key of the database: it would keep the log's own trigger from refusing to be emptied.
    act = models.OneToOneField(
        StaffAct, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"act {self.act_id} told"
