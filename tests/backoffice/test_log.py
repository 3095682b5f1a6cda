"""The log of acts as a page and as CSV, and the page about guessing."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import actions as coops
from kumiai.identity.models import LoginAttempt, SprayAlarm
from kumiai.identity.throttling import SPRAY_LOGINS_MAX
from kumiai.kit import clock
from kumiai.mail.models import Message
from tests import cast, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def rows(client: Client, **asked: str) -> list[list[str]]:
    response = client.post("/office/log", {"as": "csv"} | asked)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))[1:]


class TestLog:
    def test_shows_who_did_what_by_person_member_and_day(
        self, coop: cast.Coop, hanako: cast.Person, manager: Client
    ) -> None:
        desk, clerk = office.desk(coop), office.clerk(coop)
        path = f"/office/members/{hanako.member_number}"
        office.client_of(desk).post(f"{path}/note", {"reason": "春に改姓"})
        office.client_of(clerk).get(path)
        today = manager.get("/office/log").content.decode()
        assert desk.name in today
        assert clerk.name in today
        of_desk = manager.post("/office/log", {"staff": str(desk.id)}).content.decode()
        assert "メモ" in of_desk
        assert f"職員 {clerk.name}" not in of_desk
        of_taro = {"member": cast.taro(coop).member_number}
        assert f"職員 {desk.name}" not in manager.post("/office/log", of_taro).content.decode()
        tomorrow = (clock.tokyo_date(clock.now()) + timedelta(days=1)).isoformat()
        later = manager.post("/office/log", {"first": tomorrow, "last": tomorrow})
        assert f"職員 {desk.name}" not in later.content.decode()

    def test_is_saved_without_formulas(
        self, coop: cast.Coop, hanako: cast.Person, manager: Client
    ) -> None:
        desk = office.client_of(office.desk(coop))
        path = f"/office/members/{hanako.member_number}/note"
        desk.post(path, {"reason": "=HYPERLINK(1)"})
        found = rows(manager, member=hanako.member_number)
        assert "'=HYPERLINK(1)" in [row[5] for row in found]
        assert {row[4] for row in found} == {f"member:{hanako.member_number}"}

    def test_notes_who_read_it(self, coop: cast.Coop, manager: Client) -> None:
        manager.post("/office/log", {})
        assert [row[3] for row in rows(manager)][:2] == ["操作記録を閲覧", "操作記録を閲覧"]

    @pytest.mark.parametrize(
        "asked",
        [{"first": "きのう"}, {"member": "12"}, {"staff": "999999"}, {"last": "2026-02-30"}],
    )
    def test_refuses_what_it_cannot_read(self, manager: Client, asked: dict[str, str]) -> None:
        assert manager.post("/office/log", asked).status_code == 422

    def test_shows_nothing_of_another_coop(self, coop: cast.Coop, hanako: cast.Person) -> None:
        desk = office.desk(coop)
        office.client_of(desk).get(f"/office/members/{hanako.member_number}")
        stranger = office.client_of(office.manager(cast.other_coop()))
        page = stranger.post("/office/log", {"member": hanako.member_number}).content.decode()
        assert "組合員を照会" not in page
        assert stranger.post("/office/log", {"staff": str(desk.id)}).status_code == 422


class TestSecurity:
    def test_alarms_the_desk_by_mail_and_shows_the_spray(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        for serial in range(SPRAY_LOGINS_MAX + 1):
            given = {"login_id": f"2101259{serial:05}", "password": "20060101"}
            assert Client().post("/", given).status_code in {422, 429}
        assert SprayAlarm.objects.count() == 1
        mail = Message.objects.get(kind="spray_alarm")
        assert mail.to_address == "desk@klas.seikyou.jp"
        assert f"{SPRAY_LOGINS_MAX + 1}人分のID" in mail.body
        page = manager.get("/office/security").content.decode()
        assert "仮ログインが一斉に試されています" in page
        assert LoginAttempt.objects.filter(outcome="refused").count() == SPRAY_LOGINS_MAX + 1

    def test_says_that_there_is_nothing(self, manager: Client) -> None:
        assert "ありません" in manager.get("/office/security").content.decode()


class TestActs:
    def test_of_the_system_are_written_in_words_too(self, coop: cast.Coop, manager: Client) -> None:
        coops.record_act(
            coop_id=coop.id, by=cast.OPERATOR, verb="unheard_of", subject="x", at=clock.now()
        )
        assert "unheard_of" in manager.get("/office/log").content.decode()
