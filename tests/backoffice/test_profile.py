"""The co-op's names and colour as a manager changes them."""

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from tests import cast, office

pytestmark = pytest.mark.django_db

PAGE = "/office/settings/coop"


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def filled(manager: Client, **changes: str) -> dict[str, str]:
    """The form as the page fills it, a reason, and what is changed of it."""
    form = manager.get(PAGE).context["form"]
    return {bound.name: bound.value() or "" for bound in form} | {"reason": "改称"} | changes


class TestProfile:
    def test_is_seen_at_once(self, coop: cast.Coop, manager: Client) -> None:
        given = filled(manager, short_name="ひろだい生協", accent_colour="＃７０１０５０")
        assert manager.post(PAGE, given).status_code == 302
        assert coops.coop(coop.id).accent_colour == "#701050"
        assert "ひろだい生協" in manager.get("/office/").content.decode()
        assert manager.post(PAGE, given).status_code == 409

    def test_has_no_colour_that_cannot_be_read(self, coop: cast.Coop, manager: Client) -> None:
        before = coops.coop(coop.id)
        response = manager.post(PAGE, filled(manager, accent_colour="#ffd400"))
        assert response.status_code == 422
        (words,) = response.context["form"].errors["accent_colour"]
        assert coops.coop(coop.id) == before
        nearest = words.partition("近い色では")[2][:7]
        assert manager.post(PAGE, filled(manager, accent_colour=nearest)).status_code == 302

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": " "},
            {"phone": ""},
            {"phone": "119"},
            {"desk_address": "desk"},
            {"desk_address": "desk@example.jp\nBcc: x@example.jp"},
            {"accent_colour": "green"},
            {"accent_colour": "#12345"},
            {"address": "弘前市\x01"},
            {"reason": ""},
        ],
    )
    def test_is_refused_plainly(
        self, coop: cast.Coop, manager: Client, changes: dict[str, str]
    ) -> None:
        before = coops.coop(coop.id)
        assert manager.post(PAGE, filled(manager, **changes)).status_code == 422
        assert coops.coop(coop.id) == before
