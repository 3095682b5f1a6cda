"""A form of the office that arrives twice, because its button was pressed twice.

Only what somebody sent last is remembered: two presses come one after the other, and whoever does
the same again on purpose has had another page in between, whose form is another one.
"""

import contextlib
from collections.abc import Iterator

from django.db import connection

from kumiai.identity import digests
from kumiai.identity.models import StaffLogin
from kumiai.kit import sql

_sql = sql.load("kumiai.identity")


@contextlib.contextmanager
def held(*, form: str) -> Iterator[None]:
    """While this lasts the same form waits, in whichever process it arrives."""
    key = int.from_bytes(digests.of_token(form)[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute(_sql.hold_form, {"key": key})
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_sql.release_form, {"key": key})


def led_to(*, login_pk: int, form: str) -> str:
    """Where this form led when it was the last that was done; empty where it was not."""
    row = StaffLogin.objects.get(pk=login_pk)
    is_last = row.form_digest is not None and bytes(row.form_digest) == digests.of_token(form)
    return row.form_led_to if is_last else ""


def note_done(*, login_pk: int, form: str, led_to: str) -> None:
    """This form was done, and where it led."""
    row = StaffLogin.objects.filter(pk=login_pk)
    row.update(form_digest=digests.of_token(form), form_led_to=led_to)
