"""A browser that is logged in, without the hashing: the session is made as a login makes it."""

from django.test import Client

from kumiai.identity.actions import sessions
from kumiai.identity.models import Login
from kumiai.kit import clock
from kumiai.portal import cookies
from tests import cast


def client_of(person: cast.Person, *, kind: str = "member") -> Client:
    """The member's own browser, or with kind `guardian` the guardian's."""
    login_id = f"{kind}.{person.member_number}"
    login = Login.objects.get(pk=cast.full_login(person, login_id=login_id, kind=kind))
    client = Client()
    client.cookies[cookies._SESSION] = sessions.open_session(login=login, at=clock.now())
    return client
