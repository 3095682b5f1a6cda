"""Requests that are not the person's own: without a form token, from another login, too late."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.identity import actions, details, sections, sharing
from kumiai.identity.actions import sessions
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, LoginChange, MailChange, Session, Sharing
from kumiai.kit import clock
from kumiai.portal import cookies
from tests import cast
from tests.portal.sessions import client_of

CHANGES = {
    "/logout": {},
    "/registration-details/edit": {
        "mail": "thief@mail.example",
        "login_id": "thief.t",
        "password": "みどりの傘が三本",
        "language": "en",
        "current_password": cast.PASSWORD,
    },
    "/registration-details/mail": {"action": "drop"},
    "/registration-details/sessions": {"session": "others"},
    "/registration-details/passkeys": {
        "name": "thief",
        "token": "x",
        "answer": "{}",
        "current_password": cast.PASSWORD,
    },
    "/sharing": {"sections": [], "current_password": cast.PASSWORD},
}
OPEN_TO_ALL = ("/", "/passkey-login", "/registration", "/registration/confirmation", "/language")


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def state_of(person: cast.Person) -> object:
    """Everything about the login that somebody else might want to change."""
    login = Login.objects.get(member_id=person.id, kind="member")
    return (
        (login.login_id, login.password_hash, login.mail, login.language),
        Session.objects.filter(login=login).count(),
        MailChange.objects.filter(login=login).count(),
        LoginChange.objects.filter(login=login).count(),
        Sharing.objects.filter(member_id=person.id).count(),
    )


def with_token_checked(client: Client) -> Client:
    """The same browser, and Django does not look away as it does for tests."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict


def login_of(person: cast.Person) -> Login:
    return Login.objects.get(member_id=person.id, kind="member")


class TestFormToken:
    @pytest.mark.parametrize("path", [*CHANGES, *OPEN_TO_ALL])
    def test_is_asked_for_by_every_form(self, hanako: cast.Person, path: str) -> None:
        client = with_token_checked(client_of(hanako))
        before = state_of(hanako)
        answer = client.post(path, CHANGES.get(path, {}))
        assert answer.status_code == 403
        assert state_of(hanako) == before

    @pytest.mark.parametrize(
        "path", ["/registration/mail-proof/x", "/registration-details/mail-proof/x"]
    )
    def test_is_asked_for_behind_links_of_mails(self, coop: cast.Coop, path: str) -> None:
        assert Client(enforce_csrf_checks=True).post(path).status_code == 403

    def test_of_another_login_is_not_taken(self, coop: cast.Coop, hanako: cast.Person) -> None:
        thief = with_token_checked(client_of(cast.taro(coop)))
        thief.get("/sharing")
        token = thief.cookies["kumiai-csrf"].value
        client = with_token_checked(client_of(hanako))
        client.get("/sharing")
        before = state_of(hanako)
        for path, sent in CHANGES.items():
            answer = client.post(path, sent | {"csrfmiddlewaretoken": token})
            assert answer.status_code == 403, path
        assert state_of(hanako) == before

    def test_is_not_enough_from_another_site(self, hanako: cast.Person) -> None:
        client = with_token_checked(client_of(hanako))
        client.get("/sharing")
        sent = {"csrfmiddlewaretoken": client.cookies["kumiai-csrf"].value}
        answer = client.post(
            "/registration-details/sessions",
            sent | CHANGES["/registration-details/sessions"],
            headers={"origin": "https://evil.example"},
        )
        assert answer.status_code == 403


class TestSessionThatIsOver:
    @pytest.mark.parametrize("path", list(CHANGES))
    def test_changes_nothing(self, hanako: cast.Person, path: str) -> None:
        client = client_of(hanako)
        Session.objects.update(seen_at=clock.now() - timedelta(minutes=31))
        before = state_of(hanako)
        answer = client.post(path, CHANGES[path])
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/"
        if path != "/logout":
            assert state_of(hanako) == before

    def test_is_every_one_but_the_own_after_a_new_password(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        old = client.cookies["kumiai-session"].value
        other = sessions.open_session(login=login_of(hanako), at=clock.now())
        form = CHANGES["/registration-details/edit"] | {"mail": login_of(hanako).mail}
        answer = client.post("/registration-details/edit", form)
        assert answer.status_code == 302
        new = answer.cookies["kumiai-session"].value
        assert new not in {old, other}
        for key, status in ((old, 302), (other, 302), (new, 200)):
            browser = Client()
            browser.cookies[cookies._SESSION] = key
            assert browser.get("/registration-details").status_code == status


class TestAnotherLogin:
    def test_ends_no_session_of_hers(self, coop: cast.Coop, hanako: cast.Person) -> None:
        key = client_of(hanako).cookies["kumiai-session"].value
        (hers,) = details.open_sessions(
            login_pk=login_of(hanako).pk, session_key=key, at=clock.now()
        )
        strangers = [cast.taro(coop), cast.jiro(cast.other_coop())]
        for stranger in [*map(client_of, strangers), client_of(hanako, kind="guardian")]:
            stranger.post("/registration-details/sessions", {"session": hers.name})
            stranger.post("/registration-details/sessions", {"session": "others"})
        assert Session.objects.filter(login=login_of(hanako)).count() == 1

    def test_reads_no_change_of_hers(self, coop: cast.Coop, hanako: cast.Person) -> None:
        client_of(hanako)
        changed = actions.change_details(
            login_pk=login_of(hanako).pk,
            session_key="",
            wishes=actions.Wishes(language="en"),
            browser=Browser(),
            at=clock.now(),
        )
        path = f"/registration-details?change={changed.change_id}"
        taro = client_of(cast.taro(coop))
        for asked in (path, "/registration-details?change=x", "/registration-details?change=²"):
            assert taro.get(asked).context["changed"] == []

    def test_decides_nothing_for_her(self, hanako: cast.Person) -> None:
        guardian = client_of(hanako, kind="guardian")
        answer = guardian.post("/sharing", CHANGES["/sharing"])
        assert answer.status_code == 403
        shared = sharing.shared_sections(member_id=hanako.id, guardian_sees="all")
        assert shared == sections.EVERYTHING


class TestStepUp:
    @pytest.mark.parametrize("path", ["/registration-details/edit", "/sharing"])
    @pytest.mark.parametrize("password", ["", "wrong"])
    def test_is_asked_for_by_what_opens_the_door(
        self, hanako: cast.Person, path: str, password: str
    ) -> None:
        client = client_of(hanako)
        before = state_of(hanako)
        answer = client.post(path, CHANGES[path] | {"current_password": password})
        assert answer.status_code == 422
        assert 'id="id_current_password_error"' in answer.text
        assert state_of(hanako) == before


class TestReading:
    @pytest.mark.parametrize("path", list(CHANGES))
    def test_changes_nothing(self, hanako: cast.Person, path: str) -> None:
        client = client_of(hanako)
        before = state_of(hanako)
        for method in (client.get, client.head):
            assert method(path, CHANGES[path]).status_code < 500
        assert state_of(hanako) == before
