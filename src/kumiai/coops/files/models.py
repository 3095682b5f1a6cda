"""What every table of kept files has; each room adds what its own files say."""

from django.db import models

from kumiai.coops.models import Coop


class KeptFile(models.Model):
    """A file as it was received, byte by byte, who brought it, and how far it is, in rows.

    It is received (looked at, nothing done), ordered, worked off by the worker, and done; or
    discarded before it was ordered.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    coop_id: int
    name = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="received")
    rows = models.IntegerField()
    ordered_at = models.DateTimeField(null=True)
    worked = models.IntegerField(default=0)
    worked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
