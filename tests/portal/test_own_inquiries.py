"""Own inquiries behind the login, and asking about one line of a purchase."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from kumiai.identity.models import ChildLink, Login
from kumiai.inquiries.models import Inquiry
from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.mail.models import Message
from kumiai.purchases.till_record import till_record
from tests import cast, money
from tests.identity import family as families
from tests.inquiries.asking import answer, seen
from tests.portal import sessions
from tests.portal.test_inquiries import send


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def buy(person: cast.Person, coop: cast.Coop) -> UUID:
    at = clock.now() - timedelta(hours=1)
    money.top_up(person, till=coop.till, yen=2000, at=at)
    money.ring_up(person, money.line(yen=610), till=coop.till, at=at)
    return Entry.objects.get(kind="purchase").pk


def asked() -> Inquiry:
    return Inquiry.objects.order_by("-id")[0]


class TestOwnInquiries:
    def test_show_the_own_ones_and_what_was_answered(self, hanako: cast.Person) -> None:
        client = sessions.client_of(hanako)
        assert send(client).status_code == 302
        inquiry = answer(seen(asked().pk), "番号は窓口で。", at=clock.now() + timedelta(minutes=1))
        page = client.get("/inquiries").text
        assert f"/inquiries/{inquiry.id}" in page
        assert "回答済み" in page
        page = client.get(f"/inquiries/{inquiry.id}").text
        assert "番号は窓口で。" in page

    def test_are_the_own_logins_alone(self, coop: cast.Coop, hanako: cast.Person) -> None:
        send(sessions.client_of(hanako))
        path = f"/inquiries/{asked().pk}"
        mother = sessions.client_of(hanako, kind="guardian")
        for stranger in (mother, sessions.client_of(cast.taro(coop))):
            assert stranger.get(path).status_code == 404
            assert stranger.post(path, {"text": "見せて"}).status_code == 404
            assert path not in stranger.get("/inquiries").text
        assert Client().get(path).status_code == 302

    def test_stay_the_guardians_own_whichever_child_is_shown(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        """What another guardian asked is not a page of the child."""
        sibling = families.sibling_of(coop)
        other = sessions.client_of(sibling, kind="guardian")
        send(other)
        others = f"/inquiries/{asked().pk}"
        mother = sessions.client_of(hanako, kind="guardian")
        families.add(
            Login.objects.get(member_id=hanako.id, kind="guardian").pk,
            f"guardian.{sibling.member_number}",
            cast.PASSWORD,
            at=clock.now(),
        )
        mother.post("/children/shown", {"child": ChildLink.objects.get().pk})
        assert mother.get(others).status_code == 404
        send(mother)
        assert asked().member_id == sibling.id
        own = f"/inquiries/{asked().pk}"
        assert own in mother.get("/inquiries").text
        assert other.get(own).status_code == 404

    def test_take_further_words_back_to_the_desk(self, hanako: cast.Person) -> None:
        client = sessions.client_of(hanako)
        send(client)
        path = f"/inquiries/{asked().pk}"
        answer(seen(asked().pk), at=clock.now() + timedelta(minutes=1))
        assert client.post(path, {"text": " "}).status_code == 422
        assert client.post(path, {"text": "もう一つあります。"}).status_code == 302
        assert asked().state == "open"
        assert "もう一つあります。" in client.get(path).text
        told = Message.objects.get(kind="inquiry_follow_up")
        assert (told.to_address, "もう一つ" in told.body) == ("desk@klas.seikyou.jp", False)
        statuses = [client.post(path, {"text": "まだです。"}).status_code for _ in range(11)]
        assert statuses == [302] * 9 + [429] * 2


class TestAboutAPurchase:
    def test_is_asked_of_one_line(self, coop: cast.Coop, hanako: cast.Person) -> None:
        client = sessions.client_of(hanako)
        entry_id = buy(hanako, coop)
        address = f"/inquiries/new?purchase={entry_id}"
        # The hour before the first of a month is of the month before.
        month = clock.tokyo_date(Entry.objects.get(pk=entry_id).posted_at)
        assert address in client.get(f"/purchases?month={month:%Y-%m}").text
        record = till_record(coop_id=2101, entry_id=entry_id)
        assert record is not None
        line = record.lines[0]
        page = client.get(address).text
        assert line.name in page
        given = {"purchase": str(entry_id), "line": str(line.position), "kind": "purchase"}
        assert send(client, **given).status_code == 302
        assert (asked().entry_id, asked().line) == (entry_id, line.position)
        assert line.name in client.get(f"/inquiries/{asked().pk}").text
        assert send(client, **given | {"line": "99"}).status_code == 422

    def test_is_the_own_one_alone(self, coop: cast.Coop, hanako: cast.Person) -> None:
        entry_id = buy(hanako, coop)
        stranger = sessions.client_of(cast.taro(coop))
        for client in (stranger, Client()):
            page = client.get(f"/inquiries/new?purchase={entry_id}").text
            assert 'name="purchase"' not in page
        assert stranger.get("/inquiries/new?purchase=x").status_code == 200
        assert send(stranger, purchase=str(entry_id)).status_code == 302
        assert asked().entry_id is None
