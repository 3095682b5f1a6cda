"""The worker's part: forgotten IDs and passwords, and what is over is dropped every night."""

from datetime import UTC, datetime

from procrastinate import JobContext
from procrastinate.contrib.django import app

from kumiai.identity import actions
from kumiai.identity.actions import recovery, staff_sessions


@app.periodic(cron="17 18 * * *")
@app.task(name="identity.forget_expired", queueing_lock="identity.forget_expired")
def forget_expired(timestamp: int) -> None:
    """At 03:17 in Tokyo."""
    at = _started(timestamp)
    actions.forget_expired(at=at)
    actions.forget_applications(at=at)
    actions.forget_knocks(at=at)
    actions.forget_reissues(at=at)
    staff_sessions.forget_staff_sessions(at=at)


@app.task(name=recovery.ANSWER, queue="mail", pass_context=True)
def answer_knock(context: JobContext, knock_id: int) -> None:
    """Mail whoever has forgotten something, if there is such a person."""
    actions.answer_knock(knock_id=knock_id, at=_started(context.start_timestamp))


@app.periodic(cron="* * * * *")
@app.task(
    name="identity.answer_overdue_knocks",
    queue="mail",
    queueing_lock="identity.answer_overdue_knocks",
)
def answer_overdue_knocks(timestamp: int) -> None:
    """Every minute: what got stuck is answered."""
    actions.answer_overdue_knocks(at=_started(timestamp))


def _started(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
