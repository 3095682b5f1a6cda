"""Ordering the jobs that hand mails over: one for each mail, one round for all that are many."""

import contextlib
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer

DELIVER, DELIVER_MANY = "mail.deliver", "mail.deliver_many"
URGENT, ONE_OF_MANY = 10, -10


def delivery(*, message_id: int, priority: int, not_before: datetime | None = None) -> None:
    """One waiting job per mail is enough."""
    job = app.configure_task(
        DELIVER,
        queue="mail",
        priority=priority,
        schedule_at=not_before,
        queueing_lock=f"{DELIVER}.{message_id}",
    )
    _put(job, message_id=message_id)


def round_of_many() -> None:
    """One waiting round is enough, however many mails it is for."""
    job = app.configure_task(
        DELIVER_MANY, queue="mail", priority=ONE_OF_MANY, queueing_lock=DELIVER_MANY
    )
    _put(job)


def _put(job: JobDeferrer, **arguments: int) -> None:
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(**arguments)
