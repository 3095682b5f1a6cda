"""The worker's part: what is over is dropped every night."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from kumiai.identity import actions


@app.periodic(cron="17 18 * * *")
@app.task(name="identity.forget_expired", queueing_lock="identity.forget_expired")
def forget_expired(timestamp: int) -> None:
    """At 03:17 in Tokyo."""
    at = datetime.fromtimestamp(timestamp, UTC)
    actions.forget_expired(at=at)
    actions.forget_applications(at=at)
    actions.forget_knocks(at=at)
