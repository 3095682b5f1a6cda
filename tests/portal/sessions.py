"""A browser that is logged in, without the hashing: the session is made as a login makes it."""

from django.test import Client

from kumiai.identity import actions as identity
from kumiai.identity import hashing
from kumiai.identity.actions import consents, sessions
from kumiai.identity.models import FULL, Login
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


def client_of_member(member_id: int) -> Client:
    """The browser of somebody the tests have not made, as of a demo; fully registered for it."""
    login = Login.objects.get(member_id=member_id, kind="member")
    if login.state != FULL:
        identity.register_fully(
            login_pk=login.pk,
            login_id=f"member.{member_id}",
            password_hash=hashing.hash_password(cast.PASSWORD),
            mail_address=f"member.{member_id}@mail.example",
            language="ja",
            at=clock.now(),
        )
        login.refresh_from_db()
    consents.consent_to_all(login=login, at=clock.now())
    client = Client()
    client.cookies[cookies._SESSION] = sessions.open_session(login=login, at=clock.now())
    return client
