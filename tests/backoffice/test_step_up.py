"""A fresh password before dangerous acts: for all of them, with nothing lost and nothing gained."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kumiai.backoffice import step_up, urls
from kumiai.coops import queries as coops
from kumiai.coops.models import Approval, Staff
from kumiai.identity import digests, throttling
from kumiai.identity.models import LoginAttempt, StaffSession
from kumiai.kit import clock
from tests import cast, office
from tests.backoffice.test_access import address

pytestmark = pytest.mark.django_db
# What is asked for a fresh proof, said a second time on purpose, with the button that does it.
ACTS: dict[str, dict[str, str]] = {
    "office-approval": {"decision": "approve"},
    "office-deposit": {},
    "office-deposit-back": {},
    "office-deposit-recall": {},
    "office-file-order": {},
    "office-leaver-letters": {"mail": ""},
    "office-letters": {},
    "office-logo": {},
    "office-lunch-compensation": {"step": "ask"},
    "office-meal-plan-change": {"save": ""},
    "office-meal-plan-last-day": {"save": ""},
    "office-meal-plan-new": {"save": ""},
    "office-meal-plan-withdrawal": {},
    "office-member-card-reissue": {},
    "office-member-correction": {},
    "office-member-file-order": {},
    "office-member-login-lock": {},
    "office-member-mail-address": {},
    "office-member-meal-card": {},
    "office-member-meal-card-end": {},
    "office-member-membership-end": {},
    "office-member-payout": {},
    "office-member-registration": {},
    "office-member-suspension-lift": {},
    "office-notice-new": {"publish": ""},
    "office-policy": {"save": ""},
    "office-policy-withdrawal": {},
    "office-profile": {},
    "office-staff-ending": {},
    "office-staff-new": {},
    "office-staff-role": {},
    "office-staff-second-factor": {},
    "office-staff-sheet": {},
    "office-terminal-revocation": {},
    "office-terminal-rotation": {},
    "office-terminals": {},
    "office-text": {"save": ""},
}
WISH = {
    "purse": "PREPAID",
    "direction": "more",
    "amount": "５００",
    "reason": '一行目\n<二行目> & "',
}
CARRIED = re.compile(r'<input type="hidden" name="([^"]+)"\s+value="([^"]*)">')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def desk(coop: cast.Coop) -> office.Person:
    return office.desk(coop)


@pytest.fixture
def path(coop: cast.Coop) -> str:
    return f"/office/members/{cast.hanako(coop).member_number}/correction"


def carried(page: str) -> dict[str, str]:
    """What the page that asks for the password sends on."""
    (main,) = MAIN.findall(page)
    found = {name: unescape(value) for name, value in CARRIED.findall(main)}
    found.pop("csrfmiddlewaretoken", None)
    return found


def session(client: Client) -> str:
    return str(client.cookies["kumiai-office"].value)


class TestActs:
    def test_are_those_of_this_table(self) -> None:
        assert set(step_up.ACTS) == set(ACTS)
        assert set(step_up.ACTS) <= {page.name for page in urls.urlpatterns}

    def test_ask_for_the_password_once_the_proof_is_old(self, coop: cast.Coop) -> None:
        client = office.client_of(office.manager(coop), since=office.STALE)
        for page in urls.urlpatterns:
            if page.name in ACTS:
                response = client.post(address(page), ACTS[page.name])
                assert response.status_code == 403, page.name
                assert step_up.FIELD in response.content.decode(), page.name

    def test_do_not_ask_while_it_is_fresh(self, coop: cast.Coop) -> None:
        client = office.client_of(office.manager(coop), since=timedelta(minutes=5))
        for page in urls.urlpatterns:
            if page.name in ACTS:
                assert client.post(address(page), ACTS[page.name]).status_code != 403, page.name

    def test_are_only_looked_at_without_it(self, coop: cast.Coop) -> None:
        client = office.client_of(office.manager(coop), since=office.STALE)
        for name in ("office-policy", "office-notice-new", "office-lunch-compensation"):
            page = next(page for page in urls.urlpatterns if page.name == name)
            assert client.get(address(page)).status_code == 200
            assert client.post(address(page), {}).status_code == 422

    def test_of_another_role_are_refused_before_any_password(self, coop: cast.Coop) -> None:
        client = office.client_of(office.clerk(coop), since=office.STALE)
        response = client.post("/office/terminals", {})
        assert response.status_code == 403
        assert step_up.FIELD not in response.content.decode()


class TestAskedFirst:
    def test_carries_what_was_typed_and_goes_on(self, desk: office.Person, path: str) -> None:
        client = office.client_of(desk, since=office.STALE)
        asked = client.post(f"{path}?a=1&b=%3C", WISH)
        page = asked.content.decode()
        assert (asked.status_code, Approval.objects.count()) == (403, 0)
        assert f'action="{path}?a=1&amp;b=%3C"' in page
        sent = carried(page)
        assert sent == WISH
        done = client.post(path, sent | {step_up.FIELD: office.PASSWORD})
        assert done.status_code == 302
        assert Approval.objects.get().reason == WISH["reason"]
        act = coops.acts(desk.coop_id, subject=f"staff:{desk.id}")[0]
        assert (act.verb, act.details["page"]) == ("confirm_password", path)

    def test_is_enough_for_ten_minutes_and_not_prolonged(
        self, desk: office.Person, path: str
    ) -> None:
        client = office.client_of(desk, since=office.STALE)
        assert client.post(path, WISH | {step_up.FIELD: office.PASSWORD}).status_code == 302
        again = WISH | {"reason": "もう一度"}
        assert client.post(path, again).status_code == 302
        begun = clock.now()
        assert throttling.is_fresh(begun, at=begun + timedelta(minutes=9))
        assert not throttling.is_fresh(begun, at=begun + timedelta(minutes=10))

    def test_does_nothing_with_a_wrong_password_and_slows_down(
        self, desk: office.Person, path: str
    ) -> None:
        client = office.client_of(desk, since=office.STALE)
        key = session(client)
        for _ in range(5):
            response = client.post(path, WISH | {step_up.FIELD: "wrong"})
            assert response.status_code == 422
            assert carried(response.content.decode()) == WISH
        assert client.post(path, WISH | {step_up.FIELD: office.PASSWORD}).status_code == 429
        assert client.post(path, WISH | {step_up.FIELD: ""}).status_code == 422
        assert not Approval.objects.exists()
        assert session(client) == key
        assert LoginAttempt.objects.filter(login_id=desk.login_pk, outcome="refused").count() == 5

    def test_never_repeats_the_password(self, desk: office.Person, path: str) -> None:
        client = office.client_of(desk, since=office.STALE)
        page = client.post(path, WISH | {step_up.FIELD: "まちがい9"}).content.decode()
        assert "まちがい9" not in page

    def test_asks_for_a_file_once_more(self, desk: office.Person, path: str) -> None:
        client = office.client_of(desk, since=office.STALE)
        sent = WISH | {"file": SimpleUploadedFile("a.csv", b"1")}
        page = client.post(path, sent).content.decode()
        assert 'enctype="multipart/form-data"' in page
        assert re.search(r'<input type="file"[^>]*name="file"', page)

    def test_needs_the_form_token(self, desk: office.Person, path: str) -> None:
        """Another site can neither act nor have the browser show what it sent."""
        client = Client(enforce_csrf_checks=True)
        client.cookies = office.client_of(desk, since=office.STALE).cookies
        for sent in (WISH, WISH | {step_up.FIELD: office.PASSWORD}):
            response = client.post(path, sent)
            assert response.status_code == 403
            assert step_up.FIELD not in response.content.decode()
        assert not Approval.objects.exists()


class TestProveAgain:
    def test_gives_the_browser_another_key(self, desk: office.Person, path: str) -> None:
        """A copy of the cookie gains nothing by it, and soon opens nothing at all."""
        client, thief = office.client_of(desk, since=office.STALE), Client()
        thief.cookies["kumiai-office"] = session(client)
        assert client.post(path, WISH | {step_up.FIELD: office.PASSWORD}).status_code == 302
        assert session(client) != session(thief)
        assert thief.post(path, WISH | {"reason": "盗んだクッキー"}).status_code == 403
        assert not Approval.objects.filter(reason="盗んだクッキー").exists()

    def test_gives_a_button_pressed_twice_the_rest_of_the_day_too(
        self, desk: office.Person, path: str
    ) -> None:
        client = office.client_of(desk, since=office.STALE)
        before, sent = session(client), WISH | {step_up.FIELD: office.PASSWORD}
        keys = set()
        for _ in range(2):
            client.cookies["kumiai-office"] = before
            assert client.post(path, sent).status_code == 302
            keys.add(session(client))
        ends = {
            row.expires_at - row.created_at
            for row in StaffSession.objects.filter(
                key_digest__in=[digests.of_token(key) for key in keys]
            )
        }
        assert (len(keys), ends) == (2, {throttling.STAFF_SESSION_LASTS})

    def test_keeps_the_new_key_though_the_page_is_not_there(self, coop: cast.Coop) -> None:
        client = office.client_of(office.manager(coop), since=office.STALE)
        sent = {"reason": "x", step_up.FIELD: office.PASSWORD}
        assert client.post("/office/terminals/999999/revocation", sent).status_code == 404
        assert client.post("/office/terminals/999999/revocation", sent).status_code == 404

    def test_is_of_no_use_with_somebody_elses_password(self, coop: cast.Coop, path: str) -> None:
        desk = office.desk(coop)
        cast.full_login(cast.hanako(coop), login_id="hanako.su")
        client = office.client_of(desk, since=office.STALE)
        assert client.post(path, WISH | {step_up.FIELD: cast.PASSWORD}).status_code == 422

    def test_does_not_outlive_a_stop_or_a_lesser_role(self, desk: office.Person, path: str) -> None:
        client = office.client_of(desk, since=office.STALE)
        assert client.post(path, WISH).status_code == 403
        Staff.objects.filter(pk=desk.id).update(role="clerk")
        refused = client.post(path, WISH | {step_up.FIELD: office.PASSWORD})
        assert step_up.FIELD not in refused.content.decode()
        Staff.objects.filter(pk=desk.id).update(role="desk", disabled_at=clock.now())
        gone = client.post(path, WISH | {step_up.FIELD: office.PASSWORD})
        assert gone["Location"] == "/office/login"
        assert not Approval.objects.exists()
