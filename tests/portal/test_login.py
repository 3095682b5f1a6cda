"""Logging in and out through the pages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from kumiai.identity import hashing, turns
from kumiai.identity.hashing import HashingBusy
from kumiai.identity.models import LoginAttempt, LoginThrottle, RegistrationTicket, Session
from kumiai.kit import clock
from tests import cast

WRONG = "ログインIDまたはパスワードが違います"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    person = cast.hanako(coop)
    cast.full_login(person, login_id="hanako.t")
    return person


def log_in(client: Client, login_id: str = "hanako.t", password: str = cast.PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/", {"login_id": login_id, "password": password} | more)


class TestLoginPage:
    def test_is_the_first_page(self, client: Client, coop: cast.Coop) -> None:
        answer = client.get("/")
        assert answer.status_code == 200
        assert "弘前大学生協" in answer.text
        assert "2014年以降に入学・加入された方は" in answer.text
        assert "<svg" in answer.text, "its own address as a QR code"

    def test_has_the_look_of_the_host_name(self, client: Client, coop: cast.Coop) -> None:
        other = cast.other_coop()
        from kumiai.coops.models import Coop

        Coop.objects.filter(id=other.id).update(hostnames=["localhost"])
        answer = client.get("/", headers={"host": "localhost:8000"})
        assert f"/theme/{other.id}.css" in answer.text

    def test_is_503_where_no_coop_is_yet(self, client: Client, db: None) -> None:
        assert client.get("/").status_code == 503

    def test_sends_who_is_logged_in_on(self, client: Client, hanako: cast.Person) -> None:
        log_in(client)
        assert client.get("/").headers["Location"] == "/home"


class TestLogIn:
    def test_opens_a_session_behind_a_cookie_no_script_reads(
        self, client: Client, hanako: cast.Person
    ) -> None:
        answer = log_in(client)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/home")
        cookie = answer.cookies["kumiai-session"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == ""
        assert len(cookie.value) >= 43

    def test_makes_the_browser_a_known_device(self, client: Client, hanako: cast.Person) -> None:
        cookie = log_in(client).cookies["kumiai-device"]
        assert cookie["httponly"]
        assert cookie["max-age"] == 400 * 24 * 3600
        token = cookie.value
        client.post("/logout")
        for _ in range(6):
            log_in(Client(), password="wrong")
        assert log_in(Client()).status_code == 429
        answer = log_in(client)
        assert (answer.status_code, answer.cookies["kumiai-device"].value) == (302, token)

    def test_gives_a_new_key_and_a_new_form_token(
        self, client: Client, hanako: cast.Person
    ) -> None:
        first = log_in(client)
        second = log_in(client)
        for name in ("kumiai-session", "kumiai-csrf"):
            assert first.cookies[name].value != second.cookies[name].value
        assert Session.objects.count() == 1

    @pytest.mark.parametrize(
        ("wanted", "lands_on"),
        [
            ("/purchases?tab=food", "/purchases?tab=food"),
            ("https://evil.example/", "/home"),
            ("//evil.example/", "/home"),
            ("/\\evil.example", "/home"),
            ("javascript:alert(1)", "/home"),
            ("", "/home"),
        ],
    )
    def test_goes_on_to_where_one_wanted_but_never_elsewhere(
        self, client: Client, hanako: cast.Person, wanted: str, lands_on: str
    ) -> None:
        assert log_in(client, next=wanted).headers["Location"] == lands_on

    def test_opens_the_form_to_provisional_credentials(
        self, client: Client, coop: cast.Coop
    ) -> None:
        hanako = cast.hanako(coop)
        answer = log_in(client, "２１０１２５０００００１", hanako.provisional_password)
        assert answer.headers["Location"] == "/registration"
        assert "kumiai-session" not in answer.cookies
        assert client.get("/registration").status_code == 200
        assert not Session.objects.exists()

    @pytest.mark.parametrize("login_id", ["hanako.t", "nobody.t", "210125000001", "210199999999"])
    def test_says_the_same_whoever_it_is(
        self, client: Client, hanako: cast.Person, login_id: str
    ) -> None:
        answer = log_in(client, login_id, "wrong")
        assert answer.status_code == 422
        assert WRONG in answer.text
        assert "kumiai-session" not in answer.cookies
        assert not RegistrationTicket.objects.exists()

    def test_says_until_when_to_wait(self, client: Client, hanako: cast.Person) -> None:
        for _ in range(5):
            log_in(client, password="wrong")
        answer = log_in(client)
        assert answer.status_code == 429
        assert "以降に、もう一度お試しください" in answer.text

    def test_asks_for_both(self, client: Client, coop: cast.Coop) -> None:
        answer = log_in(client, "", "")
        assert answer.status_code == 422
        assert "ログインIDを入力してください。" in answer.text
        assert "パスワードを入力してください。" in answer.text

    @pytest.mark.parametrize(
        ("login_id", "password"),
        [
            ("a" * 10_000, "x"),
            ("x", "a" * 10_000),
            ("a\x00b", "x"),
            ("x", "\x00"),
            ("😀" * 20, "x"),
        ],
    )
    def test_takes_no_harm(
        self, client: Client, coop: cast.Coop, login_id: str, password: str
    ) -> None:
        assert log_in(client, login_id, password).status_code == 422

    def test_answers_kindly_when_too_many_come_at_once(
        self, client: Client, hanako: cast.Person, full_house: None
    ) -> None:
        answer = log_in(client)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "混み合っています" in answer.text
        assert "hanako.t" in answer.text, "what was typed stays"

    def test_counts_no_failure_then(
        self, client: Client, hanako: cast.Person, full_house: None
    ) -> None:
        for _ in range(12):
            assert log_in(client).status_code == 503

    def test_has_the_database_write_nothing_then(
        self, client: Client, hanako: cast.Person, full_house: None
    ) -> None:
        log_in(client)
        assert not LoginThrottle.objects.exists()
        assert not LoginAttempt.objects.exists()

    def test_lets_in_who_was_told_to_wait_and_does(
        self, client: Client, hanako: cast.Person, full_house: None
    ) -> None:
        told = log_in(client).cookies["kumiai-turn"]
        assert told["httponly"]
        assert log_in(client).status_code == 503, "at once"
        client.cookies["kumiai-turn"] = turns.new_note(at=clock.now() - turns.WAIT)
        assert log_in(client).status_code == 302
        client.post("/logout")
        assert log_in(client).status_code == 503, "one place for one wait"

    def test_needs_the_forms_token(self, hanako: cast.Person) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert log_in(strict).status_code == 403

    @pytest.fixture
    def full_house(self) -> Iterator[None]:
        """Every place before the hashing process is taken."""
        places, taken = hashing._process._places, 0
        while places.acquire(blocking=False):
            taken += 1
        with pytest.raises(HashingBusy):
            hashing.hash_password("x")
        yield
        for _ in range(taken):
            places.release()


class TestLogOut:
    def test_ends_the_session(self, client: Client, hanako: cast.Person) -> None:
        log_in(client)
        key = client.cookies["kumiai-session"].value
        assert client.post("/logout").headers["Location"] == "/"
        assert not Session.objects.exists()
        client.cookies["kumiai-session"] = key
        assert client.get("/").status_code == 200, "the login page: an old key opens nothing"

    def test_is_nothing_a_link_can_do(self, client: Client, hanako: cast.Person) -> None:
        log_in(client)
        assert client.get("/logout").status_code == 405
        assert Session.objects.exists()


class TestMiddleware:
    def test_ends_what_was_idle_for_half_an_hour(self, client: Client, hanako: cast.Person) -> None:
        log_in(client)
        long_ago = clock.now() - timedelta(minutes=31)
        Session.objects.update(seen_at=long_ago)
        assert client.get("/").status_code == 200

    def test_shows_the_logins_own_coop_wherever_it_logs_in(
        self, client: Client, coop: cast.Coop
    ) -> None:
        other = cast.other_coop()
        cast.full_login(cast.jiro(other), login_id="jiro.s")
        log_in(client, "jiro.s")
        assert f"/theme/{other.id}.css" in client.get("/help").text
