"""A child whose guardian login is still provisional: registered and added in one act."""

from dataclasses import replace

import pytest
from django.test import Client

from kumiai.identity.models import ChildLink, Login, MailProof, RegistrationTicket
from kumiai.kit import clock
from kumiai.mail import actions as mail
from kumiai.mail.models import FlaggedAddress, Message
from tests import cast
from tests.portal.sessions import client_of

FILLED = {
    "kana": "ツガル ジロウ",
    "second_proof": "090-1234-5678",
    "login_id": "yoko.second",
    "password": "みどりの傘が三本",
    "code": "",
    "consent": "on",
    "action": "confirm",
}


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def brother(coop: cast.Coop) -> cast.Person:
    row = replace(cast.HANAKO, name="津軽　次郎", kana="ツガル　ジロウ", joined_year=2026)
    return cast.join(coop, replace(row, member_number="210126000009"))


@pytest.fixture
def mother(hanako: cast.Person, brother: cast.Person) -> Client:
    """Logged in for Hanako, and at the open form for the brother."""
    client = client_of(hanako, kind="guardian")
    sent = {
        "child_login_id": brother.guardian_login_id,
        "child_password": brother.provisional_password,
        "current_password": cast.PASSWORD,
    }
    assert client.post("/children", sent).headers["Location"] == "/registration"
    return client


def address_of(person: cast.Person) -> str:
    return Login.objects.get(member_id=person.id, kind="guardian").mail


class TestRegistration:
    def test_links_at_its_end_without_another_test_mail(
        self, mother: Client, hanako: cast.Person, brother: cast.Person
    ) -> None:
        page = mother.get("/registration").text
        assert f'value="{address_of(hanako)}"' in page
        assert "メール送信テストはいりません" in page
        assert brother.name not in page
        answer = mother.post("/registration", FILLED | {"mail": address_of(hanako)})
        assert answer.headers["Location"] == "/registration/confirmation"
        answer = mother.post("/registration/confirmation")
        assert answer.headers["Location"] == "/children?added"
        assert brother.name in mother.get("/children?added").text
        assert not MailProof.objects.exists()
        told = Message.objects.values_list("kind", flat=True)
        assert sorted(told) == ["child_linked", "child_linked", "registered"]
        assert address_of(brother) == address_of(hanako)

    def test_asks_for_proof_of_any_other_address(self, mother: Client) -> None:
        answer = mother.post("/registration", FILLED | {"mail": "other@mail.example"})
        assert answer.status_code == 422
        assert "メール送信テスト" in answer.text

    def test_asks_for_proof_of_an_address_that_died(
        self, mother: Client, hanako: cast.Person
    ) -> None:
        message_id = mail.send_later(
            coop_id=hanako.coop_id,
            to_address=address_of(hanako),
            subject="-",
            body="-",
            kind="-",
            at=clock.now(),
        )
        FlaggedAddress.objects.create(
            coop_id=hanako.coop_id,
            address=address_of(hanako),
            message_id=message_id,
            reason="550",
            flagged_at=clock.now(),
        )
        answer = mother.post("/registration", FILLED | {"mail": address_of(hanako)})
        assert answer.status_code == 422

    def test_takes_the_identity_of_the_child_like_any_registration(
        self, mother: Client, hanako: cast.Person
    ) -> None:
        sent = FILLED | {"mail": address_of(hanako), "kana": "ツガル ハナコ"}
        assert mother.post("/registration", sent).status_code == 422
        assert mother.get("/registration/confirmation").headers["Location"] == "/registration"
        assert not ChildLink.objects.exists()

    def test_is_over_for_whoever_comes_after_the_logout(
        self, mother: Client, hanako: cast.Person
    ) -> None:
        mother.post("/registration", FILLED | {"mail": address_of(hanako)})
        mother.post("/logout")
        for path in ("/registration", "/registration/confirmation"):
            assert mother.get(path).status_code == 403
            assert mother.post(path, FILLED).status_code == 403
        assert not ChildLink.objects.exists()

    def test_is_over_with_a_new_address_of_the_guardian(
        self, mother: Client, hanako: cast.Person
    ) -> None:
        """What was proven for the old address proves nothing for who has the new one."""
        mother.post("/registration", FILLED | {"mail": address_of(hanako)})
        Login.objects.filter(member_id=hanako.id, kind="guardian").update(mail="new@mail.example")
        answer = mother.post("/registration/confirmation")
        assert answer.status_code == 422
        assert not ChildLink.objects.exists()

    def test_goes_back_to_the_children_when_it_is_given_up(self, mother: Client) -> None:
        answer = mother.post("/registration", FILLED | {"action": "cancel", "mail": ""})
        assert answer.headers["Location"] == "/children"
        assert not RegistrationTicket.objects.exists()
