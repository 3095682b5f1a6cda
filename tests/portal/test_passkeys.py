"""The pages of passkeys: whose they are, and where they are offered at all."""

import pytest
from django.test import Client

from kumiai.identity.models import Login, Passkey
from kumiai.kit import clock
from tests import cast
from tests.portal.sessions import client_of


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


def passkey_of(person: cast.Person) -> Passkey:
    login = Login.objects.get(member_id=person.id, kind="member")
    return Passkey.objects.create(
        coop_id=login.coop_id,
        login=login,
        credential_id=b"1",
        public_key=b"2",
        sign_count=0,
        name="電話",
        created_at=clock.now(),
    )


class TestOffer:
    @pytest.mark.parametrize(
        ("host", "is_offered"),
        [
            ("localhost:8000", True),
            ("localhost", True),
            ("127.0.0.1:8000", False),
            ("[::1]:8000", False),
            ("[::1]", False),
        ],
    )
    def test_takes_a_host_name(self, coop: cast.Coop, host: str, is_offered: bool) -> None:
        page = Client().get("/", headers={"host": host}).text
        assert ("data-passkey=" in page) is is_offered

    def test_is_hidden_until_a_script_knows_better(self, coop: cast.Coop) -> None:
        page = Client().get("/", headers={"host": "localhost"})
        block = page.text.partition("data-passkey=")[2].partition(">")[0]
        assert block.rstrip().endswith("hidden")
        assert page.context["asked"].options in block.replace("&quot;", '"')


class TestPasskeyPage:
    def test_is_the_owners_alone(self, coop: cast.Coop) -> None:
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        mine, others = client_of(hanako), client_of(taro)
        path = f"/registration-details/passkeys/{passkey_of(hanako).pk}"
        sent = {"name": "x", "current_password": cast.PASSWORD, "action": "remove"}
        assert (mine.get(path).status_code, others.get(path).status_code) == (200, 404)
        assert others.post(path, sent).status_code == 404
        assert mine.post(path, sent | {"current_password": "wrong"}).status_code == 422
        assert Passkey.objects.count() == 1
        assert mine.post(path, sent).status_code == 302
        assert not Passkey.objects.exists()

    @pytest.mark.parametrize("answer", ["", "{}", "\x00", "x" * 30_000])
    def test_takes_nothing_that_is_no_answer(self, coop: cast.Coop, answer: str) -> None:
        client = client_of(cast.hanako(coop))
        page = client.get("/registration-details/passkeys")
        sent = {"name": "x", "current_password": cast.PASSWORD, "answer": answer}
        sent["token"] = page.context["asked"].token
        assert client.post("/registration-details/passkeys", sent).status_code == 422
        assert Client().post("/passkey-login", sent).status_code == 422
        assert not Passkey.objects.exists()
