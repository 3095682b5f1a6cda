"""The worker's part: files of deposits worked off, and those taken up again whose worker died."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from kumiai.coops.files.actions import STUCK_AFTER
from kumiai.kit import clock
from kumiai.slips.actions import files, wishes, working_off


@app.task(name=files.TRAY.task, queue="files")
def work_off(file_id: int) -> None:
    """Work one file off. May run twice for one file; each row is settled once."""
    working_off.work_off(file_id=file_id, now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(name="slips.take_up_unfinished", queue="files", queueing_lock="slips.take_up_unfinished")
def take_up_unfinished(timestamp: int) -> None:
    """Every minute: what a dead worker left goes on."""
    at = datetime.fromtimestamp(timestamp, UTC)
    working_off.take_up_unfinished(before=at - STUCK_AFTER)


@app.periodic(cron="0 23 * * *")
@app.task(name="slips.tell_collectable", queue="mail", queueing_lock="slips.tell_collectable")
def tell_collectable(timestamp: int) -> None:
    """At 08:00 in Tokyo: what can be collected from today."""
    wishes.tell_collectable(at=datetime.fromtimestamp(timestamp, UTC))
