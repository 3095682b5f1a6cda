"""The worker: takes jobs (mail, nightly work) from the database, on connections of its own."""

import asyncio

import django

from kumiai.kit import clock

GRACE_SECONDS = 4
JOBS_AT_ONCE = 4


def run() -> None:
    """Work in this process until it is told to stop.

    What a worker before this one has left unfinished is taken up at once.
    """
    django.setup()
    from kumiai.joining import actions as joining
    from kumiai.mail import actions as mail
    from kumiai.slips import actions as slips

    started = clock.now()
    slips.take_up_unfinished(before=started)
    joining.take_up_unfinished(before=started)
    mail.take_up_overdue(at=started)
    asyncio.run(_work())


async def _work() -> None:
    """Listen on the worker's own connections.

    Tasks keep pointing at Django's app, so that a job puts the next one into the queue within its
    own transaction.
    """
    # Importable only once Django is set up.
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    worker_app = app.with_connector(connector)
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=JOBS_AT_ONCE,
            delete_jobs="successful",
            shutdown_graceful_timeout=GRACE_SECONDS,
        )
