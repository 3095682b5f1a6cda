"""One moment for all figures of a report, while tills go on selling."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction


@contextlib.contextmanager
def taken() -> Iterator[None]:
    """What is read meanwhile is of one moment, so that its parts agree; nothing can be written.

    Inside a transaction the caller has begun, it is the caller's to decide.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
