"""Setting the co-op's numbers: typed, looked at, saved, taken back."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.backoffice import policy_numbers
from kumiai.backoffice.policy_numbers import NotANumber
from kumiai.coops import queries as coops
from kumiai.coops.policies import queries
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import clock
from tests import cast, office

pytestmark = pytest.mark.django_db

PAGE = "/office/settings/policy"


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def tomorrow() -> str:
    return (clock.tokyo_date(clock.now()) + timedelta(days=1)).isoformat()


def typed(coop: cast.Coop, **changes: str) -> dict[str, str]:
    """The form as the page fills it, a reason, and what is changed of it."""
    current = coops.policy_on(coop.id, clock.tokyo_date(clock.now()))
    filled = {n.key: n.unit.typed(n.of(current)) for n in policy_numbers.numbers()}
    return filled | {"starts_on": tomorrow(), "reason": "理事会の決定"} | changes


class TestNumbers:
    def test_name_every_field_of_the_policy_once(self) -> None:
        named = [each.key.partition(".")[0] for each in policy_numbers.numbers()]
        assert set(named) == set(GUIDE_2020.__struct_fields__) - {"expiry"}
        assert len({each.key for each in policy_numbers.numbers()}) == len(named)

    def test_are_read_back_as_they_are_typed(self) -> None:
        for each in policy_numbers.numbers():
            value = each.of(GUIDE_2020)
            assert each.unit.read(each.unit.typed(value)) == value, each.key

    @pytest.mark.parametrize(
        ("text", "basis_points"), [("0.5", 50), ("３", 300), ("10.25%", 1025), ("0", 0)]
    )
    def test_read_percent_without_rounding(self, text: str, basis_points: int) -> None:
        assert policy_numbers.PERCENT.read(text) == basis_points

    @pytest.mark.parametrize("text", ["", "0.555", "-1", "1e3", "半分", "1.5.5"])
    def test_refuse_what_is_no_percent(self, text: str) -> None:
        with pytest.raises(NotANumber):
            policy_numbers.PERCENT.read(text)

    @pytest.mark.parametrize(("text", "yen"), [("５０，０００", 50_000), (" 99,999 ", 99_999)])
    def test_read_yen_however_they_are_written(self, text: str, yen: int) -> None:
        assert policy_numbers.YEN.read(text) == yen


class TestLooking:
    def test_shows_what_would_change_and_saves_nothing(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        before = queries.versions(coop.id)
        sent = typed(coop, prepaid_cap_yen="50000", **{"point_rates_basis_points.books": "5"})
        page = manager.post(PAGE, sent).content.decode()
        for words in ("残高の上限", "99,999円", "50,000円", "付与率：書籍", "3%", "5%"):
            assert words in page
        assert "この内容で保存する" in page
        assert queries.versions(coop.id) == before

    def test_says_so_where_nothing_changes(self, coop: cast.Coop, manager: Client) -> None:
        page = manager.post(PAGE, typed(coop)).content.decode()
        assert "変わるところはありません。" in page
        assert "この内容で保存する" not in page


class TestSaving:
    def test_holds_from_its_day(self, coop: cast.Coop, manager: Client) -> None:
        sent = typed(coop, prepaid_cap_yen="50000", save="yes")
        assert manager.post(PAGE, sent)["Location"] == PAGE
        today = clock.tokyo_date(clock.now())
        assert coops.policy_on(coop.id, today).prepaid_cap_yen == 99_999
        next_day = today + timedelta(days=1)
        assert coops.policy_on(coop.id, next_day).prepaid_cap_yen == 50_000
        assert "取りやめる" in manager.get(PAGE).content.decode()

    @pytest.mark.parametrize(
        ("changes", "status", "words"),
        [
            ({"starts_on": "2020-04-01"}, 409, "明日以降の日付にしてください"),
            ({"starts_on": "来年"}, 422, "日付は「2026-11-23」のように"),
            ({"prepaid_cap_yen": "0"}, 422, "この値にはできません"),
            ({"prepaid_cap_yen": "たくさん"}, 422, "この項目の値を読めません"),
            ({"prepaid_cap_yen": ""}, 422, "この項目を入力してください"),
            ({"point_rates_basis_points.food": "101"}, 422, "この値にはできません"),
            ({"slip_days_min": "30"}, 422, "この値にはできません"),
            ({"slip_issuer_code": "12"}, 422, "この値にはできません"),
            ({"headline": "sometimes"}, 422, "headline"),
            ({"reason": ""}, 422, "理由を入力してください"),
            ({}, 409, "何も変わりません"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, coop: cast.Coop, manager: Client, changes: dict[str, str], status: int, words: str
    ) -> None:
        before = queries.versions(coop.id)
        response = manager.post(PAGE, typed(coop, save="yes", **changes))
        assert response.status_code == status
        assert words in response.content.decode()
        assert queries.versions(coop.id) == before


class TestWithdrawal:
    def test_takes_back_what_has_not_begun(self, coop: cast.Coop, manager: Client) -> None:
        manager.post(PAGE, typed(coop, prepaid_cap_yen="50000", save="yes"))
        page = f"{PAGE}/{tomorrow()}/withdrawal"
        assert manager.get(page).status_code == 200
        assert manager.post(page, {"reason": ""}).status_code == 422
        assert manager.post(page, {"reason": "延期"})["Location"] == PAGE
        assert manager.get(page).status_code == 404

    def test_leaves_alone_what_has_begun(self, coop: cast.Coop, manager: Client) -> None:
        (only,) = queries.versions(coop.id)
        page = f"{PAGE}/{only.starts_on.isoformat()}/withdrawal"
        assert manager.post(page, {"reason": "延期"}).status_code == 404
