"""One guardian's login with several children: the switch, and what it must never do."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.identity import actions, details
from kumiai.identity.actions import sessions
from kumiai.identity.devices import Browser
from kumiai.identity.models import ChildLink, GuardianView, Login
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from kumiai.members.models import Suspension
from tests import cast, money
from tests.portal.sessions import client_of

WORDS = "ログインIDまたはパスワードが違うか、"
QUERIES_MAX = 8


@dataclass(frozen=True)
class Family:
    """Hanako and her brother, whose mother has a login for each, of which one shows both."""

    hanako: cast.Person
    brother: cast.Person
    client: Client
    link_id: int

    @property
    def key(self) -> str:
        return self.client.cookies["kumiai-session"].value

    def switch(self, child: object, **more: object) -> HttpResponse:
        return self.client.post("/children/shown", {"child": child, **more})  # type: ignore[return-value]


def brother_of(coop: cast.Coop) -> cast.Person:
    row = replace(cast.HANAKO, name="津軽　次郎", kana="ツガル　ジロウ", joined_year=2026)
    return cast.join(coop, replace(row, member_number="210126000009"))


def guardian_of(person: cast.Person) -> Login:
    return Login.objects.get(member_id=person.id, kind="guardian")


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def family(coop: cast.Coop, hanako: cast.Person) -> Family:
    brother = brother_of(coop)
    cast.full_login(brother, login_id="yoko.s", kind="guardian")
    client = client_of(hanako, kind="guardian")
    added = client.post("/children", wish("yoko.s"))
    assert added.headers["Location"] == "/children?added"
    return Family(hanako, brother, client, ChildLink.objects.get().pk)


def wish(login_id: str, password: str = cast.PASSWORD, mine: str = cast.PASSWORD) -> dict[str, str]:
    return {"child_login_id": login_id, "child_password": password, "current_password": mine}


class TestChildren:
    def test_are_nothing_a_member_is_shown(self, family: Family) -> None:
        client = client_of(family.hanako)
        assert "/children" not in client.get("/home").text
        for path in ("/children/shown", "/children/ending"):
            assert client.post(path, {"child": family.link_id}).status_code == 404
        assert client.get("/children").status_code == 404
        assert client.post("/children", wish("yoko.s")).status_code == 404

    def test_are_added_with_ones_own_password_only(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        cast.full_login(brother_of(coop), login_id="yoko.s", kind="guardian")
        client = client_of(hanako, kind="guardian")
        answer = client.post("/children", wish("yoko.s", mine="wrong"))
        assert answer.status_code == 422
        assert "いまのパスワードが違います。" in answer.text
        assert not ChildLink.objects.exists()

    def test_are_refused_in_the_same_words(self, coop: cast.Coop, hanako: cast.Person) -> None:
        brother = brother_of(coop)
        cast.full_login(brother, login_id="the.child")
        client = client_of(hanako, kind="guardian")
        own = f"guardian.{hanako.member_number}"
        for login_id in ("nobody.at.all", "the.child", own, brother.member_number):
            answer = client.post("/children", wish(login_id))
            assert (answer.status_code, WORDS in answer.text) == (422, True)
            assert cast.PASSWORD not in answer.text
        assert not ChildLink.objects.exists()

    def test_tell_the_other_login_who_shows_its_child(self, family: Family) -> None:
        other = Client()
        other.cookies["kumiai-session"] = sessions.open_session(
            login=guardian_of(family.brother), at=clock.now()
        )
        page = other.get("/children").text
        assert "このお子さまを見られる、ほかのログイン" in page
        assert family.hanako.name in page
        assert "切り替える）" not in other.get("/home").text
        answer = other.post("/children/ending", {"child": family.link_id})
        assert answer.headers["Location"] == "/children?ended"
        assert family.switch(family.link_id).headers["Location"] == "/children"

    def test_end_what_is_shown_at_the_moment(self, family: Family) -> None:
        family.switch(family.link_id)
        family.client.post("/children/ending", {"child": family.link_id})
        page = family.client.get("/home")
        assert page.status_code == 200
        assert page.context["viewer"].page_of == family.hanako.name
        assert family.brother.name not in page.text


class TestSwitching:
    def test_shows_the_other_child_under_another_key_and_token(self, family: Family) -> None:
        page = family.client.get("/home")
        assert page.context["viewer"].page_of == family.hanako.name
        before, token = family.key, family.client.cookies["kumiai-csrf"].value
        answer = family.switch(family.link_id, page="/purchases?tab=food")
        assert answer.headers["Location"] == "/purchases"
        assert family.key != before
        assert family.client.cookies["kumiai-csrf"].value != token
        page = family.client.get("/home")
        assert page.context["viewer"].page_of == family.brother.name
        old = Client()
        old.cookies["kumiai-session"] = before
        assert old.get("/home").status_code == 302

    @pytest.mark.parametrize("page", ["//evil.example", "https://evil.example/home", "/logout", ""])
    def test_leads_nowhere_else(self, family: Family, page: str) -> None:
        assert family.switch(0, page=page).headers["Location"] == "/home"

    @pytest.mark.parametrize("child", ["", "-1", "x", "１", "9" * 30, "1 OR 1"])
    def test_takes_nothing_odd(self, family: Family, child: str) -> None:
        before = family.key
        assert family.switch(child).headers["Location"] == "/children"
        assert family.key == before

    def test_is_no_link(self, family: Family) -> None:
        assert family.client.get("/children/shown").status_code == 405
        assert family.client.get("/children/ending").status_code == 405

    @pytest.mark.parametrize("path", ["/children", "/children/shown", "/children/ending"])
    def test_takes_no_form_of_another_site(self, family: Family, path: str) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = family.client.cookies
        sent = {"child": family.link_id} | wish("yoko.s")
        assert strict.post(path, sent).status_code == 403

    def test_leaves_forms_of_other_tabs_without_a_token(self, family: Family) -> None:
        family.client.get("/home")
        token = family.client.cookies["kumiai-csrf"].value
        family.switch(family.link_id)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = family.client.cookies
        sent = {"csrfmiddlewaretoken": token, "child": 0}
        assert strict.post("/children/shown", sent).status_code == 403

    def test_is_refused_to_strangers(self, coop: cast.Coop, family: Family) -> None:
        thief = client_of(cast.taro(coop), kind="guardian")
        far = client_of(cast.jiro(cast.other_coop()), kind="guardian")
        for client in (thief, far):
            before = client.get("/home").context["viewer"].page_of
            for path in ("/children/shown", "/children/ending"):
                answer = client.post(path, {"child": family.link_id})
                assert answer.headers["Location"] == "/children"
            assert client.get("/home").context["viewer"].page_of == before
        assert ChildLink.objects.get().ended_at is None

    def test_is_written_down_for_the_child_that_is_looked_at(self, family: Family) -> None:
        family.switch(family.link_id)
        GuardianView.objects.all().delete()
        family.client.get("/home")
        seen = set(GuardianView.objects.values_list("member_id", flat=True))
        assert seen == {family.brother.id}
        own = client_of(family.brother)
        assert "ごきょうだいのページと同じログイン" in own.get("/sharing").text
        assert family.hanako.name not in own.get("/sharing").text

    def test_never_shows_a_receipt_of_the_other_child(
        self, coop: cast.Coop, family: Family
    ) -> None:
        money.top_up(family.brother, till=coop.till, yen=3000, at=clock.now())
        bought = money.ring_up(family.brother, money.line(yen=480), till=coop.till, at=clock.now())
        path = f"/purchases/{bought['id']}/receipt"
        assert family.client.get(path).status_code == 404
        family.switch(family.link_id)
        assert family.client.get(path).status_code == 200
        family.switch(0)
        assert family.client.get(path).status_code == 404

    def test_leaves_the_registration_details_to_the_own_login(self, family: Family) -> None:
        family.switch(family.link_id)
        assert (
            "取りやめになることがあります" in family.client.get("/registration-details/edit").text
        )
        page = family.client.get("/registration-details").text
        assert f"guardian.{family.hanako.member_number}" in page
        assert "yoko.s" not in page

    def test_keeps_to_few_statements(self, coop: cast.Coop, family: Family) -> None:
        at = clock.now()
        plan = Plan(
            name="3食プラン",
            daily_limit_yen=1200,
            weekdays=range(7),
            opens_at=None,
            closes_at=None,
            starts_on=at.date() - timedelta(days=9),
            ends_on=at.date() + timedelta(days=9),
        )
        meals.take_in_plans(coop_id=coop.id, plans=[plan])
        meals.hand_out_cards(
            coop_id=coop.id, plan_names={family.brother.id: plan.name}, on=plan.starts_on
        )
        for child in (family.link_id, 0):
            family.switch(child)
            for path in ("/home", "/purchases"):
                family.client.get(path)
                with CaptureQueriesContext(connection) as asked:
                    assert family.client.get(path).status_code == 200
                assert len(asked) <= QUERIES_MAX, [query["sql"] for query in asked]


class TestSuspension:
    PATH = "/card/suspension/confirmation"

    def test_says_whose_card_it_is_and_stops_that_one(self, family: Family) -> None:
        family.switch(family.link_id)
        page = family.client.get(self.PATH, {"reason": "lost"}).text
        assert family.brother.name in page.partition("対象のカード")[2].partition("停止の理由")[0]
        sent = {"reason": "lost", "card_of": family.brother.member_number}
        family.client.post(self.PATH, sent)
        assert Suspension.objects.get().member_id == family.brother.id

    @pytest.mark.parametrize("is_sent", [True, False])
    def test_stops_nothing_after_a_switch_in_another_tab(
        self, family: Family, is_sent: bool
    ) -> None:
        sent = {"reason": "lost", "card_of": family.hanako.member_number}
        family.switch(family.link_id)
        answer = family.client.post(self.PATH, sent if is_sent else {"reason": "lost"})
        assert answer.status_code == 409
        assert f"いまは{family.brother.name}さんのページです。" in answer.text
        assert not Suspension.objects.exists()


class TestSessions:
    def test_of_the_linked_login_can_be_ended_by_the_other(self, family: Family) -> None:
        family.switch(family.link_id)
        other = guardian_of(family.brother)
        mine = sessions.open_session(login=other, at=clock.now())
        listed = details.open_sessions(login_pk=other.pk, session_key=mine, at=clock.now())
        assert [one.is_linked for one in listed] == [False, True]
        actions.end_named_session(login_pk=other.pk, name=listed[1].name)
        assert family.client.get("/home").status_code == 302

    def test_of_the_linked_login_are_not_the_others_before_it_switches(
        self, family: Family
    ) -> None:
        other = guardian_of(family.brother)
        mine = sessions.open_session(login=other, at=clock.now())
        actions.end_other_sessions(login_pk=other.pk, session_key=mine)
        assert family.client.get("/home").status_code == 200

    def test_end_with_the_logout(self, family: Family) -> None:
        family.switch(family.link_id)
        key = family.key
        family.client.post("/logout")
        again = Client()
        again.cookies["kumiai-session"] = key
        assert again.get("/home").status_code == 302

    def test_that_show_the_child_are_over_with_its_guardians_password(self, family: Family) -> None:
        family.switch(family.link_id)
        other = guardian_of(family.brother)
        actions.change_details(
            login_pk=other.pk,
            session_key="",
            wishes=actions.Wishes(password_hash=guardian_of(family.hanako).password_hash),
            browser=Browser(),
            at=clock.now(),
        )
        assert family.client.get("/home").status_code == 302
        assert ChildLink.objects.get().ended_by == "password"
