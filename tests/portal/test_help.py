"""Help, terms and colours: open to all, in each co-op's own words."""

import pytest
from django.test import Client

from kumiai.coops.models import Coop
from tests import cast


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


class TestHelp:
    def test_shows_the_sender_exactly_as_configured(self, client: Client, coop: cast.Coop) -> None:
        Coop.objects.update(sender_address="Mypage.2101@Klas.Seikyou.JP")
        text = client.get("/help/mail").text
        assert "@Klas.Seikyou.JP</code>" in text
        assert ">Mypage.2101@Klas.Seikyou.JP</code>" in text

    @pytest.mark.parametrize("page", ["/help", "/help/mail", "/terms", "/privacy", "/legal"])
    def test_has_the_coops_phone_on_every_page(
        self, client: Client, coop: cast.Coop, page: str
    ) -> None:
        assert "0172-34-4806" in client.get(page).text

    def test_leads_older_members_to_the_first_time_box(self, client: Client, db: None) -> None:
        cast.coop_2101(provisional_from_year=2016)
        text = client.get("/help").text
        assert "2015年以前に入学・加入された方は" in text
        assert 'href="/first-time"' in text

    @pytest.mark.parametrize(
        "page",
        [
            "/help",
            "/help/mail",
            "/terms",
            "/privacy",
            "/legal",
            "/registration/done",
            "/full-registration/done",
            "/login-id-reminder/sent",
            "/password-reissue/sent",
            "/password-reissue/done",
            "/inquiries/sent",
        ],
    )
    def test_stands_without_a_coop(self, client: Client, db: None, page: str) -> None:
        assert client.get(page).status_code == 200


class TestTheme:
    def test_is_the_coops_colour(self, client: Client, coop: cast.Coop) -> None:
        answer = client.get(f"/theme/{coop.id}.css")
        assert answer.headers["Content-Type"].startswith("text/css")
        assert "immutable" in answer.headers["Cache-Control"]
        assert client.get(f"/theme/{coop.id}.svg").headers["Content-Type"] == "image/svg+xml"

    def test_is_nothing_for_no_coop(self, client: Client, coop: cast.Coop) -> None:
        assert client.get("/theme/9999.css").status_code == 404
