"""People of the office added, changed, reset and stopped by managers, and never by one alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.coops.approvals import queries as approvals
from kumiai.coops.models import Staff
from kumiai.coops.staff.rules import Role
from kumiai.identity import staff as identity
from kumiai.identity import totp
from kumiai.identity.actions import staff as actions
from kumiai.identity.models import Login, StaffLogin
from kumiai.kit import clock
from kumiai.mail.models import Message
from tests import cast, office

pytestmark = pytest.mark.django_db
NEWCOMER = {
    "name": "平川　さくら",
    "role": "desk",
    "login_id": "Ｈｉｒａｋａｗａ.sakura",
    "mail": "sakura@office.example",
    "reason": "4月から窓口",
}
LINK = re.compile(r"https?://\S+(/office/set-up/\S+)")


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> office.Person:
    return office.manager(coop)


@pytest.fixture
def second(coop: cast.Coop) -> office.Person:
    return office.manager(coop)


def ask(person: office.Person, path: str, **given: str) -> str:
    """Ask for it; the page of the approval."""
    response = office.client_of(person).post(path, given)
    assert response.status_code == 302, response.content.decode()
    assert response["Location"].startswith("/office/approvals/")
    return str(response["Location"])


def approve(person: office.Person, approval: str) -> int:
    given = {"decision": "approve", "answer": "電話で本人に確認"}
    return office.client_of(person).post(approval, given).status_code


def added(manager: office.Person, second: office.Person, **given: str) -> Login:
    assert approve(second, ask(manager, "/office/staff/new", **(NEWCOMER | given))) == 302
    return Login.objects.get(login_id="hirakawa.sakura")


def sets_up(client: Client, login: Login) -> int:
    secret = identity.totp_secret(login.pk)
    code = totp.code(secret, totp.step_at(clock.now()))
    given = {"code": code, "password": office.PASSWORD, "again": office.PASSWORD}
    return client.post("/office/set-up", given).status_code


def mailed_link(address: str) -> str:
    body = Message.objects.filter(to_address=address).latest("id").body
    found = LINK.search(body)
    assert found, body
    return found[1]


class TestNew:
    def test_comes_with_a_second_manager_and_a_link_by_mail(
        self, manager: office.Person, second: office.Person
    ) -> None:
        asked = ask(manager, "/office/staff/new", **NEWCOMER)
        assert not Login.objects.filter(login_id="hirakawa.sakura").exists()
        assert approve(manager, asked) == 403
        assert approve(second, asked) == 302
        login, link = Login.objects.get(login_id="hirakawa.sakura"), mailed_link(NEWCOMER["mail"])
        client = Client()
        for _ in range(2):
            assert "hirakawa.sakura" in client.get(link).content.decode()
        assert client.get("/office/set-up").status_code == 302
        assert client.post(link)["Location"] == "/office/set-up"
        assert sets_up(client, login) == 302
        assert client.get("/office/members").status_code == 200
        for response in (client.get(link), client.post(link)):
            assert response.status_code == 410
        acts = coops.acts(manager.coop_id, subject=f"staff:{login.staff_login.staff_id}")
        assert {"add_staff", "set_up_staff_login", "log_in"} <= {act.verb for act in acts}

    def test_takes_one_manager_where_the_role_has_no_part_in_two_person_acts(
        self, manager: office.Person
    ) -> None:
        client = office.client_of(manager)
        response = client.post("/office/staff/new", NEWCOMER | {"role": "clerk", "mail": ""})
        person = Staff.objects.get(name=NEWCOMER["name"])
        assert response["Location"] == f"/office/staff/{person.pk}"
        sheet = client.post(f"/office/staff/{person.pk}/sheet").content.decode()
        assert "hirakawa.sakura" in sheet

    def test_waits_for_nobody_where_there_is_no_second_manager(
        self, coop: cast.Coop, manager: office.Person
    ) -> None:
        """One who has never set a login up is none, and one of another co-op is none."""
        office.newcomer(coop, Role.MANAGER)
        office.manager(cast.other_coop())
        response = office.client_of(manager).post("/office/staff/new", NEWCOMER)
        assert response.status_code == 409
        assert not approvals.waiting(coop.id)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "a\u202eb"},
            {"role": "owner"},
            {"role": ""},
            {"login_id": "210125000001"},
            {"login_id": "x"},
            {"mail": "nowhere"},
            {"mail": "a@b.example\nBcc: c@d.example"},
            {"reason": " "},
        ],
    )
    def test_is_refused_under_the_field(
        self, manager: office.Person, second: office.Person, wrong: dict[str, str]
    ) -> None:
        response = office.client_of(manager).post("/office/staff/new", NEWCOMER | wrong)
        assert response.status_code == 422
        assert not approvals.waiting(second.coop_id)

    def test_does_not_take_a_login_id_that_was_taken_meanwhile(
        self, manager: office.Person, second: office.Person
    ) -> None:
        asked = ask(manager, "/office/staff/new", **NEWCOMER)
        cast.full_login(cast.hanako(cast.Coop(2101, {})), login_id="hirakawa.sakura")
        assert approve(second, asked) == 409
        assert approvals.waiting(manager.coop_id)


class TestSheet:
    def test_is_for_who_approved_and_works_once(
        self, manager: office.Person, second: office.Person
    ) -> None:
        login = added(manager, second, mail="")
        path = f"/office/staff/{login.staff_login.staff_id}/sheet"
        assert office.client_of(manager).post(path).status_code == 404
        page = office.client_of(second).post(path).content.decode()
        (password,) = re.findall(r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b", page)
        client = Client()
        given = {"login_id": login.login_id, "password": password}
        assert client.post("/office/login", given).status_code == 302
        assert sets_up(client, login) == 302
        assert office.client_of(second).post(path).status_code == 404

    def test_makes_the_link_before_it_worthless(
        self, manager: office.Person, second: office.Person
    ) -> None:
        login = added(manager, second)
        link, halfway = mailed_link(NEWCOMER["mail"]), Client()
        assert halfway.post(link).status_code == 302
        path = f"/office/staff/{login.staff_login.staff_id}/sheet"
        assert office.client_of(second).post(path).status_code == 200
        assert Client().get(link).status_code == 410
        login.refresh_from_db()
        assert sets_up(halfway, login) == 302
        assert halfway.get("/office/").status_code == 302
        assert StaffLogin.objects.get(pk=login.pk).first_until is not None


class TestSetUpLink:
    @pytest.mark.parametrize("token", ["x", "1", "1-", "-1-x", "9" * 30 + "-x", "１-x"])
    def test_of_nobody_is_over(self, coop: cast.Coop, token: str) -> None:
        assert Client().get(f"/office/set-up/{token}").status_code == 410

    def test_is_over_after_a_day_and_where_the_person_is_stopped(self, coop: cast.Coop) -> None:
        late = office.newcomer(coop, at=clock.now() - timedelta(hours=25))
        stopped = office.newcomer(coop)
        actions.disable_staff(
            coop_id=coop.id,
            login_id=stopped.login_id,
            reason="取りやめ",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        for first in (late, stopped):
            assert Client().post(f"/office/set-up/{first.token}").status_code == 410

    def test_opens_nobody_else(self, coop: cast.Coop) -> None:
        mine, theirs = office.newcomer(coop), office.newcomer(coop)
        _pk, _dash, digest = mine.token.partition("-")
        other = theirs.token.partition("-")[0]
        assert Client().post(f"/office/set-up/{other}-{digest}").status_code == 410
