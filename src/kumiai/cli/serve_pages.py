"""The pages, under granian; each of its threads has one connection of the pool."""

import os

import django
import granian
from django.core import management
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

from kumiai.kit import environment

APPLICATION = "kumiai.config.wsgi:application"
GRACE_SECONDS = 4


def run(*, application: str = APPLICATION) -> None:
    """Serve pages in this process until it is told to stop."""
    threads = environment.PAGES_THREADS()
    os.environ.setdefault(environment.DATABASE_POOL.name, str(threads))
    django.setup()
    management.call_command("collectstatic", interactive=False, verbosity=0)
    granian.Granian(
        application,
        address=environment.HOST(),
        port=environment.PAGES_PORT(),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        loop=Loops.uvloop,
        websockets=False,
        workers=1,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()
