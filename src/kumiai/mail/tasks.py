"""The worker's part of the outbox. A job carries at most the id of a row."""

from datetime import UTC, datetime

from procrastinate import JobContext
from procrastinate.contrib.django import app

from kumiai.kit import clock
from kumiai.mail import actions


@app.task(name=actions.DELIVER, queue="mail", pass_context=True)
def deliver(context: JobContext, message_id: int) -> None:
    """Hand one mail over. May run twice for one mail; the row lets it out once."""
    actions.deliver(message_id=message_id, at=_started(context.start_timestamp))


@app.task(name=actions.DELIVER_MANY, queue="mail", pass_context=True)
def deliver_many(context: JobContext) -> None:
    """A round of the mails that are many; it orders the next one itself."""
    actions.deliver_many(now=clock.now, is_to_end=context.should_abort)


@app.periodic(cron="* * * * *")
@app.task(name="mail.take_up_overdue", queue="mail", queueing_lock="mail.take_up_overdue")
def take_up_overdue(timestamp: int) -> None:
    """Every minute: what got stuck goes on."""
    actions.take_up_overdue(at=_started(timestamp))


def _started(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
