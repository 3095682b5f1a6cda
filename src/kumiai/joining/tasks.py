"""The worker's part: member files read and worked off, also those whose worker has died."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from kumiai.coops.files.actions import STUCK_AFTER
from kumiai.joining.actions import files, reading, working_off
from kumiai.kit import clock


@app.task(name=files.TRAY.task, queue="files")
def work_off(file_id: int) -> None:
    """What is next for one file. May run twice for one; each row is taken in once."""
    reading.read(file_id=file_id, now=clock.now)
    working_off.work_off(file_id=file_id, now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(
    name="joining.take_up_unfinished", queue="files", queueing_lock="joining.take_up_unfinished"
)
def take_up_unfinished(timestamp: int) -> None:
    """Every minute: what a dead worker left goes on."""
    at = datetime.fromtimestamp(timestamp, UTC)
    working_off.take_up_unfinished(before=at - STUCK_AFTER)
