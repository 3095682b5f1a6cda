"""Stores as a manager keeps them, and the list of all settings."""

import pytest
from django.test import Client

from kumiai.backoffice.pages import settings
from kumiai.coops import queries as coops
from tests import cast, office

pytestmark = pytest.mark.django_db

PAGE = "/office/settings/stores"
KIOSK = {
    "code": "ｋｉｏｓｋ",
    "name": "医学部売店",
    "phone": "０１７２ー３４ー４８０６",
    "reason": "新設",
}


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


class TestSettings:
    def test_link_to_pages_that_open(self, manager: Client) -> None:
        page = manager.get("/office/settings")
        links = [href for href, _title, _about in page.context["settings"]]
        assert len(links) == len(settings.PAGES)
        for href in links:
            assert href in page.content.decode()
            assert manager.get(href).status_code == 200, href


class TestStores:
    def test_are_added_and_described_anew(self, coop: cast.Coop, manager: Client) -> None:
        assert manager.post(PAGE, KIOSK).status_code == 302
        found = coops.stores(coop.id)[-1]
        assert (found.code, found.phone) == ("KIOSK", "0172-34-4806")
        given = {"name": "医学部売店", "hours": "平日 9:00〜17:00", "reason": "掲示"}
        assert manager.post(f"{PAGE}/KIOSK", given).status_code == 302
        page = manager.get(PAGE).content.decode()
        assert "平日 9:00〜17:00" in page
        acts = [act.verb for act in coops.acts(coop.id, subject="store:KIOSK")]
        assert acts == ["change_store", "add_store"]

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"code": "FERIO"}, 409),
            ({"code": "売店"}, 422),
            ({"code": "A" * 21}, 422),
            ({"phone": "電話なし"}, 422),
            ({"name": " "}, 422),
            ({"name": "売\x01店"}, 422),
            ({"hours": "9" * 201}, 422),
            ({"reason": ""}, 422),
        ],
    )
    def test_are_refused_plainly(
        self, coop: cast.Coop, manager: Client, changes: dict[str, str], status: int
    ) -> None:
        before = coops.stores(coop.id)
        assert manager.post(PAGE, KIOSK | changes).status_code == status
        assert coops.stores(coop.id) == before

    def test_keep_one_that_hands_over(self, coop: cast.Coop, manager: Client) -> None:
        statuses = [
            manager.post(f"{PAGE}/{each.code}", {"name": each.name, "reason": "やめる"}).status_code
            for each in coops.stores_that_hand_over(coop.id)
        ]
        assert (statuses[-1], set(statuses[:-1])) == (409, {302})
        assert len(coops.stores_that_hand_over(coop.id)) == 1

    def test_of_another_coop_look_unknown(self, coop: cast.Coop, manager: Client) -> None:
        manager.post(PAGE, KIOSK)
        stranger = office.client_of(office.manager(cast.other_coop()))
        assert stranger.get(f"{PAGE}/KIOSK").status_code == 404
        assert stranger.post(f"{PAGE}/KIOSK", KIOSK).status_code == 404
        assert coops.stores(coop.id)[-1].code == "KIOSK"
