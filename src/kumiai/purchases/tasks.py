"""The worker's part: telling of cards that were stopped, let go again or issued anew."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from kumiai.purchases import actions


@app.periodic(cron="* * * * *")
@app.task(
    name="purchases.tell_of_card_changes",
    queue="mail",
    queueing_lock="purchases.tell_of_card_changes",
)
def tell_of_card_changes(timestamp: int) -> None:
    """Every minute, whether it was done on a page or at a till."""
    actions.tell_of_card_changes(at=datetime.fromtimestamp(timestamp, UTC))
