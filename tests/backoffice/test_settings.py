"""Terminals and people as a manager sees them."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.kit import clock
from kumiai.ui import wording
from tests import cast, money, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


class TestTerminals:
    def test_are_enrolled_rotated_and_revoked_and_keys_are_shown_once(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        given = {"kind": "till", "name": "FERIO レジ9", "store": "FERIO"}
        page = manager.post("/office/terminals", given).content.decode()
        assert "kumiai_" in page
        assert "<svg" in page
        terminal = next(one for one in coops.terminals(coop.id) if one.name == "FERIO レジ9")
        assert "kumiai_" not in manager.get("/office/terminals").content.decode()
        path = f"/office/terminals/{terminal.id}"
        assert "kumiai_" in manager.post(f"{path}/rotation", {"overlap": "0"}).content.decode()
        assert "元に戻せません" in manager.get(f"{path}/revocation").content.decode()
        assert manager.post(f"{path}/revocation", {}).status_code == 422
        assert manager.post(f"{path}/revocation", {"reason": "廃棄"}).status_code == 302
        assert manager.post(f"{path}/revocation", {"reason": "廃棄"}).status_code == 404
        acts = [act.verb for act in coops.acts(coop.id, subject=f"terminal:{terminal.id}")]
        assert acts == ["revoke_terminal", "rotate_terminal_key", "enrol_terminal"]

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ({"kind": "till", "name": "till 3", "store": "FERIO"}, 409),
            ({"kind": "till", "name": "x", "store": ""}, 409),
            ({"kind": "feed", "name": "x", "store": "FERIO"}, 409),
            ({"kind": "till", "name": "x", "store": "NOWHERE"}, 422),
            ({"kind": "spoon", "name": "x", "store": "FERIO"}, 422),
            ({"kind": "till", "name": "", "store": "FERIO"}, 422),
        ],
    )
    def test_are_refused_plainly(self, manager: Client, given: dict[str, str], status: int) -> None:
        assert manager.post("/office/terminals", given).status_code == status

    def test_say_when_a_record_last_came_from_them(self, coop: cast.Coop, manager: Client) -> None:
        hanako, now = cast.hanako(coop), clock.now()
        week = timedelta(days=7)
        for till, at in (
            (coop.top_up_machine, now - 2 * week),
            (coop.till, now - week / 2),
            (coop.till, now),
        ):
            money.top_up(hanako, till=till, yen=1000, at=at)
        page = manager.get("/office/terminals").content.decode()
        assert page.count("最後の利用 ") == 1
        assert f"最後の利用 {wording.long_date(now, 'ja')} {wording.clock_time(now)}" in page
        assert page.count("この7日間の利用なし") == len(coop.terminals) - 1

    def test_of_another_coop_look_unknown(self, coop: cast.Coop) -> None:
        stranger = office.client_of(office.manager(cast.other_coop()))
        path = f"/office/terminals/{coop.till.id}"
        assert stranger.post(f"{path}/revocation", {"reason": "x"}).status_code == 404
        assert stranger.post(f"{path}/rotation", {"overlap": "0"}).status_code == 404


class TestStaff:
    def test_are_disabled_and_logged_out_at_once(self, coop: cast.Coop, manager: Client) -> None:
        clerk = office.clerk(coop)
        theirs = office.client_of(clerk)
        assert clerk.login_id in manager.get("/office/staff").content.decode()
        path = f"/office/staff/{clerk.id}/ending"
        assert manager.post(path, {"reason": " "}).status_code == 422
        assert manager.post(path, {"reason": "退職"}).status_code == 302
        assert manager.post(path, {"reason": "退職"}).status_code == 404
        assert theirs.get("/office/").status_code == 302

    def test_do_not_end_themselves_or_strangers(self, coop: cast.Coop) -> None:
        person = office.manager(coop)
        client = office.client_of(person)
        assert client.post(f"/office/staff/{person.id}/ending", {"reason": "x"}).status_code == 409
        stranger = office.clerk(cast.other_coop())
        path = f"/office/staff/{stranger.id}/ending"
        assert client.post(path, {"reason": "x"}).status_code == 404
        assert stranger.login_id not in client.get("/office/staff").content.decode()
