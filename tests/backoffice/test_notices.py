"""Notices as the office writes them: looked at with how many they reach, published, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.kit import clock
from kumiai.notices import rules
from kumiai.notices.models import Notice, NoticeMailing
from kumiai.portal import notice_copies
from tests import cast, office
from tests.portal.sessions import client_of

NEW = "/office/notices/new"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def desk(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def written(desk: Client, **changes: str) -> dict[str, str]:
    """A form as it is filled in."""
    found = re.search(r'name="form_id" value="([0-9a-f-]+)"', desk.get(NEW).text)
    assert found is not None
    items = {"title": "棚卸", "text": "休業します。", "audience": "everyone", "readers": "both"}
    return items | {"form_id": found.group(1)} | changes


class TestNewNotice:
    def test_is_looked_at_before_it_is_published(
        self, desk: Client, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        cast.taro(coop)
        form = written(desk, title="<b>棚卸</b>", has_copies="on")
        looked_at = desk.post(NEW, form)
        assert looked_at.status_code == 200
        assert "2人" in looked_at.text
        assert "&lt;b&gt;棚卸&lt;/b&gt;" in looked_at.text
        assert not Notice.objects.exists()
        for _ in range(2):
            answer = desk.post(NEW, form | {"publish": "1"})
            assert answer.headers["Location"] == f"/office/notices/{Notice.objects.get().pk}"
        assert NoticeMailing.objects.count() == 1
        assert "棚卸" in client_of(hanako).get("/home").text

    def test_goes_to_members_by_number(self, desk: Client, hanako: cast.Person) -> None:
        cast.taro(cast.Coop(hanako.coop_id, {}))
        numbers = "２１０１２５０００００１、\n"
        chosen = {"audience": "members", "member_numbers": numbers, "readers": "members"}
        form = written(desk, **chosen)
        assert "1人" in desk.post(NEW, form).text

    @pytest.mark.parametrize("half", [{"title_english": "Closed"}, {"text_english": "No sale."}])
    def test_is_english_as_a_whole_or_not_at_all(self, desk: Client, half: dict[str, str]) -> None:
        refused = desk.post(NEW, written(desk, **half))
        assert refused.status_code == 422
        assert "英語は、題名と本文の両方を入力してください。" in refused.text

    def test_is_scheduled(self, desk: Client, hanako: cast.Person) -> None:
        day = clock.tokyo_date(clock.now()) + timedelta(days=9)
        form = written(desk, starts_on=day.isoformat(), ends_on=day.isoformat(), publish="1")
        page = desk.get(desk.post(NEW, form).headers["Location"]).text
        assert "予定" in page
        row = Notice.objects.get()
        assert row.starts_at == clock.day_start(day)
        assert row.ends_at == clock.day_start(day + timedelta(days=1))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"title": " "}, "題名を入力してください。"),
            ({"text": ""}, "本文を入力してください。"),
            ({"title": "あ" * 101}, "100文字以内"),
            ({"audience": "members"}, "組合員番号を入力してください。"),
            ({"audience": "members", "member_numbers": "117525000001"}, "この生協の組合員番号では"),
            ({"audience": "faculty"}, "選んでください。"),
            ({"audience": "faculty", "faculty": "魔法学部"}, ""),
            ({"audience": "nobody"}, ""),
            ({"ends_on": "2020-01-01"}, "掲載を終える日"),
            ({"starts_on": "明日"}, "日付は"),
            ({"form_id": "x"}, ""),
        ],
    )
    def test_refuses(
        self, desk: Client, hanako: cast.Person, changes: dict[str, str], words: str
    ) -> None:
        answer = desk.post(NEW, written(desk, **changes) | {"publish": "1"})
        assert answer.status_code == 422
        assert words in answer.text
        assert not Notice.objects.exists()


class TestNotice:
    def test_shows_what_became_of_it_until_it_is_withdrawn(
        self, desk: Client, hanako: cast.Person
    ) -> None:
        member = client_of(hanako)
        form = written(desk, has_copies="on", publish="1")
        address = desk.post(NEW, form).headers["Location"]
        notice_id = Notice.objects.get().pk
        assert member.get(f"/notices/{notice_id}").status_code == 200
        notice_copies.go_on(at=clock.now() + rules.STEP)
        page = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", desk.get(address).text))
        assert "読んだ組合員1読んだ保護者0" in page
        assert "送信済み0送信待ち1届かなかったもの0" in page
        withdrawal = f"{address}/withdrawal"
        assert desk.post(withdrawal, {"reason": ""}).status_code == 422
        assert desk.post(withdrawal, {"reason": "誤り"}).status_code == 302
        assert desk.post(withdrawal, {"reason": "誤り"}).status_code == 409
        assert member.get(f"/notices/{notice_id}").status_code == 404
        act, *_ = coops.acts(2101, subject=f"notice:{notice_id}")
        assert (act.verb, act.reason, act.actor_kind) == ("withdraw_notice", "誤り", "staff")

    def test_of_another_co_op_is_not_there(self, desk: Client, hanako: cast.Person) -> None:
        address = desk.post(NEW, written(desk, publish="1")).headers["Location"]
        stranger = office.client_of(office.manager(cast.other_coop()))
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/withdrawal", {"reason": "x"}).status_code in {404, 409}
        assert Notice.objects.get().withdrawn_at is None
        assert desk.get("/office/notices").text.count("棚卸") == 1
        assert "棚卸" not in stranger.get("/office/notices").text
