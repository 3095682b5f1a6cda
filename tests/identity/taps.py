"""A member's card held at a till."""

from datetime import datetime

from django.db import connection

from kumiai.coops import at_till as keys
from kumiai.coops.actions import EnrolledTerminal
from kumiai.identity import at_till
from tests import cast
from tests.identity.conftest import NOON


def hold(person: cast.Person, till: EnrolledTerminal, at: datetime = NOON) -> None:
    """Look the card up, as a till does."""
    with connection.cursor() as cursor:
        cursor.execute(keys.FIND_TERMINAL, keys.parameters(key=till.key, at=at))
        caller = keys.caller(cursor.fetchone())
        cursor.execute(at_till.NOTE_TAP, at_till.tap(caller=caller, card=person.card, at=at))
