"""The worker: takes jobs (mail, nightly work) from the database, on connections of its own."""

import asyncio

import django

GRACE_SECONDS = 4
JOBS_AT_ONCE = 4


def run() -> None:
    """Work in this process until it is told to stop."""
    django.setup()
    asyncio.run(_work())


async def _work() -> None:
    # Importable only once Django is set up.
    from procrastinate.contrib.django import app  # noqa: PLC0415

    with app.replace_connector(app.connector.get_worker_connector()):
        await app.run_worker_async(
            concurrency=JOBS_AT_ONCE, shutdown_graceful_timeout=GRACE_SECONDS
        )
