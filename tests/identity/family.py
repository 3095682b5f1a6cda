"""Two children of one guardian, who still has a login for each."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from kumiai.identity import actions, viewing
from kumiai.identity.actions import CannotLogIn, Refusal, sessions
from kumiai.identity.devices import Browser
from kumiai.identity.models import ChildLink, Login
from tests import cast
from tests.identity.conftest import NOON

SIBLING_PASSWORD = "みどりの傘が三本"


@dataclass(frozen=True)
class Family:
    """Hanako and her brother; the guardian's login for her is to show him as well."""

    hanako: cast.Person
    sibling: cast.Person
    login_pk: int
    sibling_pk: int

    def add(self) -> object:
        return add(self.login_pk, "yoko.s", SIBLING_PASSWORD)

    def switched(self) -> str:
        """The key of a session of Hanako's guardian that shows the sibling."""
        link = ChildLink.objects.get(ended_at=None)
        return actions.switch_child(
            login_pk=self.login_pk, session_key=session_of(self.login_pk), link_id=link.pk
        )


def made(coop: cast.Coop, hanako: cast.Person) -> Family:
    sibling = sibling_of(coop)
    return Family(
        hanako,
        sibling,
        cast.full_login(hanako, login_id="yoko.t", kind="guardian"),
        cast.full_login(sibling, login_id="yoko.s", password=SIBLING_PASSWORD, kind="guardian"),
    )


def sibling_of(coop: cast.Coop, number: str = "210126000009") -> cast.Person:
    row = replace(cast.HANAKO, member_number=number, name="津軽　次郎", kana="ツガル　ジロウ")
    return cast.join(coop, replace(row, joined_year=2026))


def add(login_pk: int, login_id: str, password: str, *, at: datetime = NOON) -> object:
    return actions.add_child(
        login_pk=login_pk,
        child_login_id=login_id,
        child_password=password,
        browser=Browser("192.0.2.7"),
        at=at,
    )


def refused(login_pk: int, login_id: str, password: str) -> Refusal:
    with pytest.raises(CannotLogIn) as told:
        add(login_pk, login_id, password)
    return told.value.refusal


def session_of(login_pk: int) -> str:
    return sessions.open_session(login=Login.objects.get(pk=login_pk), at=NOON)


def who(key: str) -> viewing.Viewer | None:
    return viewing.viewer(session_key=key, at=NOON)
