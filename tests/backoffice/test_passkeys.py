"""A passkey in the place of the app's code: still after the password, and never alone."""

import pytest
from django.test import Client
from pytest_django import Settings

from kumiai.identity import passkeys
from kumiai.identity.models import Passkey
from tests import cast, office
from tests.identity.authenticator import Device

HOST = {"host": "mypage.example"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known_host(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["mypage.example"]


@pytest.fixture
def manager() -> office.Person:
    return office.manager(cast.coop_2101())


def added(person: office.Person, device: Device) -> None:
    client = office.client_of(person)
    asked = client.get("/office/passkeys", headers=HOST, secure=True).context["asked"]
    sent = {"name": "机のPC", "current_password": office.PASSWORD, "token": asked.token}
    sent["answer"] = device.make(asked.options)
    wrong = sent | {"current_password": "wrong"}
    assert client.post("/office/passkeys", wrong, headers=HOST, secure=True).status_code == 422
    response = client.post("/office/passkeys", sent, headers=HOST, secure=True)
    assert response.status_code == 302, response.content.decode()


def halfway(person: office.Person) -> Client:
    client = Client()
    given = {"login_id": person.login_id, "password": office.PASSWORD}
    assert client.post("/office/login", given, headers=HOST, secure=True).status_code == 302
    return client


def show(client: Client, token: str, answer: str) -> int:
    sent = {"token": token, "answer": answer}
    response = client.post("/office/second-factor/passkey", sent, headers=HOST, secure=True)
    return response.status_code


class TestSecondFactor:
    def test_may_be_a_passkey_once_the_password_was_right(self, manager: office.Person) -> None:
        device = Device()
        added(manager, device)
        client = halfway(manager)
        asked = client.get("/office/second-factor", headers=HOST, secure=True).context["asked"]
        answer = device.sign(asked.options)
        assert show(Client(), asked.token, answer) == 302
        assert client.get("/office/", headers=HOST, secure=True).status_code == 302
        assert show(client, asked.token, answer) == 302
        assert client.get("/office/", headers=HOST, secure=True).status_code == 200

    def test_is_nobody_elses_passkey_and_none_twice(self, manager: office.Person) -> None:
        mine, others = Device(), Device()
        added(manager, mine)
        colleague = office.desk(cast.Coop(manager.coop_id, {}))
        added(colleague, others)
        client = halfway(manager)
        asked = client.get("/office/second-factor", headers=HOST, secure=True).context["asked"]
        assert show(client, asked.token, others.sign(asked.options)) == 422
        assert show(client, asked.token, "{}") == 422
        assert client.get("/office/", headers=HOST, secure=True).status_code == 302

    def test_of_the_office_opens_no_members_pages(self, manager: office.Person) -> None:
        device = Device()
        added(manager, device)
        client = Client()
        asked = client.get("/", headers=HOST, secure=True).context["asked"]
        sent = {"token": asked.token, "answer": device.sign(asked.options)}
        response = client.post("/passkey-login", sent, headers=HOST, secure=True)
        assert response.status_code == 422

    def test_is_one_of_ten_at_most(self, manager: office.Person) -> None:
        added(manager, Device())
        made = Passkey.objects.get()
        for number in range(passkeys.PASSKEYS_MAX - 1):
            made.pk, made.credential_id = None, bytes([number])
            made.save()
        client = office.client_of(manager)
        asked = client.get("/office/passkeys", headers=HOST, secure=True).context["asked"]
        sent = {"name": "11", "current_password": office.PASSWORD, "token": asked.token}
        sent["answer"] = Device().make(asked.options)
        response = client.post("/office/passkeys", sent, headers=HOST, secure=True)
        assert response.status_code == 422
        assert "パスキーは10個までです" in response.content.decode()
        assert Passkey.objects.count() == passkeys.PASSKEYS_MAX

    def test_is_removed_with_the_password(self, manager: office.Person) -> None:
        added(manager, Device())
        path = f"/office/passkeys/{Passkey.objects.get().pk}"
        stranger = office.client_of(office.desk(cast.Coop(manager.coop_id, {})))
        given = {"current_password": office.PASSWORD}
        client = office.client_of(manager)
        wrong = {"current_password": "wrong"}
        assert client.post(path, wrong, headers=HOST, secure=True).status_code == 422
        assert stranger.post(path, given, headers=HOST, secure=True).status_code == 404
        assert client.post(path, given, headers=HOST, secure=True).status_code == 302
        assert not Passkey.objects.exists()
