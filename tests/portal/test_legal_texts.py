"""`/terms`, `/privacy` and `/consent`: each co-op's own words, today's version and the others."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kumiai.coops.imports import LegalTextPart
from kumiai.coops.legal import actions as legal
from kumiai.coops.models import Coop
from kumiai.identity import consents
from kumiai.identity.models import Login
from kumiai.kit import clock
from tests import cast
from tests.portal import sessions

TODAY = clock.tokyo_date(clock.now())


@pytest.fixture
def coop(db: None) -> cast.Coop:
    """With terms of 2020 and of today, those of today to be consented to, and some to come."""
    coop = cast.coop_2101()
    days = [date(2020, 4, 1), TODAY, TODAY + timedelta(days=9)]
    parts = [
        LegalTextPart(
            kind="terms",
            version=version,
            starts_on=day,
            needs_consent=version == 2,
            japanese=f"# 第1条\n第{version}の文 <script>\n\n- 項目",
            english=f"# Article 1\nWords no. {version}",
        )
        for version, day in enumerate(days, start=1)
    ]
    legal.take_in(coop_id=coop.id, parts=parts, by=cast.OPERATOR, at=clock.now())
    return coop


@pytest.fixture
def hanako(coop: cast.Coop) -> Client:
    return sessions.client_of(cast.hanako(coop))


class TestTerms:
    def test_are_todays(self, client: Client, coop: cast.Coop) -> None:
        text = client.get("/terms").text
        assert "<h2>第1条</h2>" in text
        assert "第2の文 &lt;script&gt;" in text
        assert "<li>項目</li>" in text
        assert "第1の文" not in text

    def test_are_in_english_as_well(self, client: Client, coop: cast.Coop) -> None:
        client.post("/language", {"language": "en", "next": "/"})
        assert "Words no. 2" in client.get("/terms").text

    def test_list_the_others(self, client: Client, coop: cast.Coop) -> None:
        text = client.get("/terms").text
        assert 'href="/terms/1"' in text
        assert 'href="/terms/3"' in text
        assert "これは以前の版です。" in client.get("/terms/1").text
        assert "これはこれから始まる版です。" in client.get("/terms/3").text

    @pytest.mark.parametrize("page", ["/terms/0", "/terms/4", "/privacy/1", "/terms/9999999999"])
    def test_are_404_where_there_is_no_such_version(
        self, client: Client, coop: cast.Coop, page: str
    ) -> None:
        assert client.get(page).status_code == 404

    def test_are_kumiais_own_where_a_co_op_wrote_none(
        self, client: Client, coop: cast.Coop
    ) -> None:
        assert (
            "登録できるのは、組合員ご本人とその保護者の方です"
            in sessions.client_of(cast.jiro(cast.other_coop())).get("/terms").text
        )
        assert "お預かりするもの" in client.get("/privacy").text

    def test_are_those_of_the_memberships_co_op_at_the_registration_form(
        self, client: Client, coop: cast.Coop
    ) -> None:
        jiro = cast.jiro(cast.other_coop())
        client.post("/", {"login_id": jiro.member_number, "password": jiro.provisional_password})
        assert "登録できるのは、組合員ご本人とその保護者の方です" in client.get("/terms").text


class TestConsent:
    @pytest.mark.parametrize("page", ["/home", "/purchases?tab=food"])
    def test_comes_before_every_page(self, hanako: Client, page: str) -> None:
        answer = hanako.get(page)
        assert answer.headers["Location"].startswith("/consent?next=")
        asked = hanako.get(answer.headers["Location"]).text
        assert 'href="/terms/2"' in asked
        assert "/privacy/" not in asked
        answer = hanako.post("/consent", {"terms": "2", "next": page})
        assert answer.headers["Location"] == page
        assert hanako.get(page).status_code == 200
        assert hanako.get("/consent").headers["Location"] == "/home"

    def test_is_kept_with_version_and_time(self, hanako: Client) -> None:
        hanako.post("/consent", {"terms": "2"})
        given = consents.given(login_pk=Login.objects.get(login_id__startswith="member.").pk)
        assert [(one.kind, one.version) for one in given] == [("terms", 2)]
        assert clock.tokyo_date(given[0].at) == TODAY

    @pytest.mark.parametrize("sent", [{}, {"terms": "1"}, {"terms": "x"}, {"privacy": "2"}])
    def test_is_asked_again_for_what_was_not_shown(
        self, hanako: Client, sent: dict[str, str]
    ) -> None:
        assert hanako.post("/consent", sent).status_code == 200
        assert hanako.get("/home").status_code == 302

    def test_can_be_left_by_logging_out(self, hanako: Client) -> None:
        assert hanako.post("/logout").status_code == 302
        assert hanako.get("/home").headers["Location"].startswith("/?next=")

    def test_goes_nowhere_else(self, hanako: Client) -> None:
        sent = {"terms": "2", "next": "https://elsewhere.example/"}
        assert hanako.post("/consent", sent).headers["Location"] == "/home"

    def test_needs_a_login(self, client: Client, coop: cast.Coop) -> None:
        assert client.get("/consent").headers["Location"] == "/?next=%2Fconsent"


class TestLegal:
    def test_says_what_holds_today_of_the_coops_money(
        self, client: Client, coop: cast.Coop
    ) -> None:
        Coop.objects.filter(pk=coop.id).update(address="青森県弘前市文京町1番地")
        page = client.get("/legal").text
        for words in (
            *("弘前大学生活協同組合", "青森県弘前市文京町1番地", "99,999円", "FERIO"),
            *("卒業する年の3月31日まで", "第14条", "第31条", "払い戻すことはできません"),
        ):
            assert words in page, words

    def test_has_a_text_of_the_coops_own_in_versions(self, client: Client, coop: cast.Coop) -> None:
        part = LegalTextPart(
            kind="emoney", version=1, starts_on=TODAY, japanese="# 保護\n信託", english="# Trust"
        )
        legal.take_in(coop_id=coop.id, parts=[part], by=cast.OPERATOR, at=clock.now())
        page = client.get("/legal").text
        assert "<h2>保護</h2>" in page
        assert "99,999円" in page
        assert "第14条" not in page
        assert client.get("/legal/2").status_code == 404

    def test_is_not_asked_consent_for(self, hanako: Client, coop: cast.Coop) -> None:
        part = LegalTextPart(
            kind="emoney", version=1, starts_on=TODAY, japanese="# 保護", english="# Trust"
        )
        legal.take_in(coop_id=coop.id, parts=[part], by=cast.OPERATOR, at=clock.now())
        assert "/legal/" not in hanako.get("/consent").text.partition("<footer")[0]
        hanako.post("/consent", {"terms": "2"})
        assert hanako.get("/home").status_code == 200
