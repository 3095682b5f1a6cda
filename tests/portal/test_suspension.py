"""Stopping the card on the portal: in two taps, at once, by the member or the guardian only."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops.models import StaffAct, Store
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.members import actions
from kumiai.members.models import Suspension
from tests import cast, money
from tests.portal.sessions import client_of

PAGE = "/card/suspension"
CONFIRMATION = "/card/suspension/confirmation"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def stop(client: Client, reason: str = "lost") -> None:
    answer = client.post(CONFIRMATION, {"reason": reason})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)


class TestConfirmation:
    def test_changes_nothing_when_it_is_read(self, hanako: cast.Person) -> None:
        answer = client_of(hanako).get(CONFIRMATION, {"reason": "lost"})
        assert "まだ停止していません" in answer.text
        assert not Suspension.objects.exists()

    @pytest.mark.parametrize("reason", ["", "fun", "lost\0"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_asks_for_a_reason(self, hanako: cast.Person, method: str, reason: str) -> None:
        answer = getattr(client_of(hanako), method)(CONFIRMATION, {"reason": reason})
        assert answer.status_code == 422
        assert "停止の理由を選んでください。" in answer.text
        assert not Suspension.objects.exists()

    def test_takes_no_form_of_another_site(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        client.handler.enforce_csrf_checks = True
        assert client.post(CONFIRMATION, {"reason": "lost"}).status_code == 403
        assert not Suspension.objects.exists()

    @pytest.mark.parametrize("page", [PAGE, CONFIRMATION])
    def test_is_for_those_who_are_logged_in(
        self, client: Client, coop: cast.Coop, page: str
    ) -> None:
        answer = client.post(page, {"reason": "lost"}) if page == CONFIRMATION else client.get(page)
        assert answer.status_code == 302
        assert not Suspension.objects.exists()


class TestAStop:
    def test_declines_the_next_sale(self, coop: cast.Coop, hanako: cast.Person) -> None:
        now = clock.now()
        money.top_up(hanako, till=coop.till, yen=1000, at=now)
        stop(client_of(hanako))
        later = clock.now() + timedelta(seconds=1)
        declined = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=later)
        assert (declined["state"], declined["reason"]) == ("declined", "card_suspended")

    @pytest.mark.parametrize("kind", ["member", "guardian"])
    def test_is_told_on_the_top_page_until_it_is_lifted(
        self, hanako: cast.Person, kind: str
    ) -> None:
        client = client_of(hanako, kind=kind)
        stop(client)
        page = client.get("/home").text
        assert "カードの利用を停止しています" in page
        assert "カードをなくしたとき" not in page
        actions.lift_suspension(
            coop_id=hanako.coop_id,
            member_id=hanako.id,
            reason="本人確認済み",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        page = client.get("/home").text
        assert "停止しています" not in page
        assert "カードをなくしたとき" in page

    def test_names_the_hours_and_the_phone_of_the_stores(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        Store.objects.filter(coop_id=coop.id, code="FERIO").update(hours="平日 9:00〜18:30")
        page = client_of(hanako).get(PAGE).text
        assert "平日 9:00〜18:30" in page
        assert "0172-34-4806" in page
        assert 'href="/stores"' in page

    def test_says_when_by_whom_and_why(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        stop(client, "stolen")
        page = client.get(PAGE).text
        assert "ご本人（このページから）" in page
        assert "カードを盗まれた" in page
        assert Suspension.objects.get().reason == "カードを盗まれた"
        assert StaffAct.objects.get(verb="suspend").actor_kind == "member"

    def test_is_the_guardians_too(self, hanako: cast.Person) -> None:
        stop(client_of(hanako, kind="guardian"))
        assert Suspension.objects.get().by_kind == "guardian"
        assert "保護者の方（このページから）" in client_of(hanako).get(PAGE).text

    def test_asked_twice_is_one(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        stop(client)
        stop(client, "other")
        assert Suspension.objects.get().reason == "カードをなくした"
        assert client.get(CONFIRMATION, {"reason": "lost"}).headers["Location"] == PAGE

    def test_made_at_a_till_names_the_store(self, coop: cast.Coop, hanako: cast.Person) -> None:
        actions.suspend(
            coop_id=coop.id,
            member_id=hanako.id,
            reason="届け出",
            by=Actor("terminal", str(coop.till.id)),
            at=clock.now(),
        )
        page = client_of(hanako).get(PAGE).text
        assert "のレジ" in page
        assert "届け出" in page

    def test_leaves_others_alone(self, coop: cast.Coop, hanako: cast.Person) -> None:
        taro = cast.taro(coop)
        stop(client_of(hanako))
        assert "確認画面へ" in client_of(taro).get(PAGE).text
        assert Suspension.objects.get().member_id == hanako.id
