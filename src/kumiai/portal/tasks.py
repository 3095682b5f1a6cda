"""The worker's part of the portal: copies of notices, step after step."""

from datetime import UTC, datetime, timedelta

from procrastinate import JobContext
from procrastinate.contrib.django import app

from kumiai.notices import queries as notices
from kumiai.notices import rules
from kumiai.portal import notice_copies

GO_ON = "portal.mail_notice_copies"
STEPS_A_MINUTE = timedelta(minutes=1) // rules.STEP


@app.periodic(cron="* * * * *")
@app.task(name="portal.begin_notice_copies", queueing_lock="portal.begin_notice_copies")
def begin_notice_copies(timestamp: int) -> None:
    """Every minute: order its steps, whatever became of the worker that had the last one."""
    started = datetime.fromtimestamp(timestamp, UTC)
    if not notices.unfinished_mailings(at=started + timedelta(minutes=1)):
        return
    for count in range(STEPS_A_MINUTE):
        app.configure_task(GO_ON, schedule_at=started + count * rules.STEP).defer()


@app.task(name=GO_ON, pass_context=True)
def mail_notice_copies(context: JobContext) -> None:
    """One step of every notice that has copies to go."""
    notice_copies.go_on(at=datetime.fromtimestamp(context.start_timestamp, UTC))
