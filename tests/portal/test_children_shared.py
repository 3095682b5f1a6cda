"""Seen through another login, a child is what it is through its own guardian's, and no more."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from django.test import Client

from kumiai.coops.rules import Actor
from kumiai.identity import actions, sharing
from kumiai.identity.models import ChildLink, Login
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.members import actions as members
from tests import cast
from tests.portal.sessions import client_of
from tests.portal.test_sharing import PAGES

HIDDEN = [(), ("totals",), ("balances", "meals")]


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def brother(coop: cast.Coop) -> cast.Person:
    row = replace(cast.HANAKO, name="津軽　次郎", kana="ツガル　ジロウ", joined_year=2026)
    return cast.join(coop, replace(row, member_number="210126000009"))


@pytest.fixture
def own(brother: cast.Person) -> Client:
    """The browser of his guardian's own login."""
    return client_of(brother, kind="guardian")


@pytest.fixture
def linked(coop: cast.Coop, brother: cast.Person, own: Client) -> Client:
    """The browser of his sister's guardian's login, which shows him."""
    client = client_of(cast.hanako(coop), kind="guardian")
    sent = {
        "child_login_id": f"guardian.{brother.member_number}",
        "child_password": cast.PASSWORD,
        "current_password": cast.PASSWORD,
    }
    assert client.post("/children", sent).status_code == 302
    client.post("/children/shown", {"child": ChildLink.objects.get().pk})
    return client


def answers(client: Client) -> dict[str, int]:
    return {path: client.get(path).status_code for path in ("/home", *PAGES)}


class TestShared:
    @pytest.mark.parametrize("chosen", HIDDEN)
    def test_follows_what_the_child_chose_at_once(
        self, brother: cast.Person, own: Client, linked: Client, chosen: Collection[str]
    ) -> None:
        assert answers(linked) == answers(own)
        login_pk = cast.full_login(brother, login_id="jiro.t")
        actions.choose_sharing(login_pk=login_pk, chosen=chosen, at=clock.now())
        found = answers(linked)
        assert found == answers(own)
        assert 403 in found.values()
        looked = sharing.guardian_looked(member_id=brother.id)
        assert Section.BALANCES in {one.section for one in looked}

    def test_is_the_same_of_a_member_who_left(
        self, brother: cast.Person, own: Client, linked: Client
    ) -> None:
        members.end_membership(
            coop_id=brother.coop_id,
            member_id=brother.id,
            on=clock.tokyo_date(clock.now()),
            reason="moved away",
            by=Actor("operator", "test"),
            at=clock.now(),
        )
        assert answers(linked) == answers(own)

    def test_is_decided_by_no_guardian(self, linked: Client) -> None:
        sent = {"sections": [], "current_password": cast.PASSWORD}
        assert linked.post("/sharing", sent).status_code == 403
        assert linked.post("/web-points", {"blocks": 1}).status_code == 404

    def test_ends_with_the_full_login_at_its_other_end(
        self, brother: cast.Person, linked: Client
    ) -> None:
        """Nothing closes a guardian's login today; were it closed, it would be shut for all."""
        Login.objects.filter(member_id=brother.id, kind="guardian").update(state="closed")
        assert linked.get("/home").status_code == 302
