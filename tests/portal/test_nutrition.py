"""The pages about nutrition: what meals held, for their holder, by day and week."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.identity import actions as identity
from kumiai.identity.models import Login
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.models import NutritionChoice
from kumiai.meals.rules import Plan
from tests import cast, money
from tests.meals.dish_files import RICE, dish_file, row
from tests.portal.sessions import client_of

PAGE = "/meal-card/nutrition"
SETTINGS = f"{PAGE}/settings"
SHOWING = f"{PAGE}/showing"


def today() -> date:
    return clock.tokyo_date(clock.now())


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    first = today() - timedelta(days=99)
    plan = Plan("3食プラン", 3_000, range(7), None, None, first, today() + timedelta(days=100))
    meals.take_in_plans(coop_id=made.id, plans=[plan])
    file = dish_file(row(), row(RICE), starts_on=first)
    meals.take_in_dishes(coop_id=made.id, file=file, by=cast.OPERATOR, at=clock.now())
    return made


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return holder(coop)


def holder(coop: cast.Coop, **changes: date) -> cast.Person:
    person = cast.hanako(coop, **changes)
    day = today() - timedelta(days=99)
    meals.hand_out_cards(coop_id=coop.id, plan_names={person.id: "3食プラン"}, on=day)
    return person


def birthday() -> date:
    """Today, or the day before where a year may have none like it."""
    return today() - timedelta(days=today().day == 29)


def born(years: int, *, on: date) -> date:
    """The birth date of who is so many years old from that day on."""
    return on.replace(year=on.year - years)


def eat(
    person: cast.Person, coop: cast.Coop, *codes: str, days_ago: int = 0, hour: int = 0
) -> dict[str, object]:
    at = datetime.combine(today() - timedelta(days=days_ago), time(hour), clock.TOKYO)
    lines = [money.line(f"料理{code}", yen=100, meal_eligible=True, code=code) for code in codes]
    return money.ring_up(person, *lines, till=coop.cafeteria_till, at=at, tenders=("meal_card",))


class TestADay:
    def test_adds_up_what_was_eaten(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, "D1001", "D1100")
        page = client_of(hanako).get(PAGE, {"day": today().isoformat()}).text
        assert "1食、料理2点のうち2点の栄養価が分かっています" in page
        assert "661 / 1,950〜2,600 kcal" in page
        assert "26.4 g" in page

    def test_says_what_is_not_known(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, "D1001", "X9")
        page = client_of(hanako).get(PAGE, {"day": today().isoformat()}).text
        assert "1食、料理2点のうち1点の栄養価が分かっています" in page
        assert "<p>料理X9</p>" in page
        assert "次の食事のヒント" not in page

    def test_has_the_figures_of_its_day(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, "D1001", days_ago=1)
        changed = dish_file(row(energy_kcal="900"), starts_on=today())
        meals.take_in_dishes(coop_id=coop.id, file=changed, by=cast.OPERATOR, at=clock.now())
        eat(hanako, coop, "D1001")
        client = client_of(hanako)
        yesterday = (today() - timedelta(days=1)).isoformat()
        assert "349 / 1,950〜2,600 kcal" in client.get(PAGE, {"day": yesterday}).text
        assert "900 / 1,950〜2,600 kcal" in client.get(PAGE, {"day": today().isoformat()}).text

    def test_leaves_out_what_was_taken_back(self, coop: cast.Coop, hanako: cast.Person) -> None:
        told = eat(hanako, coop, "D1001", "D1100")
        money.reverse(told, (1, 1), till=coop.cafeteria_till, at=clock.now())
        page = client_of(hanako).get(PAGE, {"day": today().isoformat()}).text
        assert "料理1点のうち1点" in page

    def test_is_the_meal_cards_alone(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=5_000, at=clock.now())
        money.ring_up(
            hanako, money.line(yen=400, code="D1001"), till=coop.cafeteria_till, at=clock.now()
        )
        page = client_of(hanako).get(PAGE, {"day": today().isoformat()}).text
        assert "この日は、ミールカードのご利用がありません" in page


class TestAWeek:
    def test_is_the_mean_of_the_days_that_were_eaten_on(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        monday = today().weekday() + 7
        eat(hanako, coop, "D1001", days_ago=monday)
        eat(hanako, coop, "D1001", "D1001", "D1001", days_ago=monday - 2)
        asked = (today() - timedelta(days=monday - 4)).isoformat()
        page = client_of(hanako).get(PAGE, {"week": asked}).text
        assert "2食、料理4点のうち4点" in page
        assert "698 / 1,950〜2,600 kcal" in page

    def test_is_this_one_where_nothing_is_asked(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, "D1001")
        assert "1食、料理1点" in client_of(hanako).get(PAGE).text

    @pytest.mark.parametrize("asked", ["", "2026-1-1", "1999-01-01", "2100-01-01", "x", "\0"])
    @pytest.mark.parametrize("part", ["day", "week"])
    def test_that_never_was_is_not_found(self, hanako: cast.Person, part: str, asked: str) -> None:
        assert client_of(hanako).get(PAGE, {part: asked}).status_code == 404


class TestTheAge:
    def test_changes_the_references_on_the_birthday(self, coop: cast.Coop) -> None:
        person = holder(coop, birth_date=born(30, on=birthday()))
        client = client_of(person)
        days_ago = (today() - birthday()).days
        eat(person, coop, "D1001", days_ago=days_ago)
        eat(person, coop, "D1001", days_ago=days_ago + 1)
        eve = birthday() - timedelta(days=1)
        before = client.get(PAGE, {"day": eve.isoformat()}).text
        assert "349 / 1,950〜2,600 kcal" in before
        assert "（18歳から29歳、1日あたり）" in before
        after = client.get(PAGE, {"day": birthday().isoformat()}).text
        assert "349 / 2,050〜2,750 kcal" in after
        assert "（30歳から49歳、1日あたり）" in after

    @pytest.mark.parametrize(
        ("years", "said", "need"),
        [
            (16, "15歳から17歳", "2,300〜2,850"),
            (55, "50歳から64歳", "1,950〜2,650"),
            (70, "65歳から74歳", "1,850〜2,350"),
            (80, "75歳以上", "1,750〜2,250"),
        ],
    )
    def test_has_references_from_fifteen_on(
        self, coop: cast.Coop, years: int, said: str, need: str
    ) -> None:
        person = holder(coop, birth_date=born(years, on=birthday()))
        eat(person, coop, "D1001")
        page = client_of(person).get(PAGE, {"day": today().isoformat()}).text
        assert f"349 / {need} kcal" in page
        assert f"（{said}、1日あたり）" in page

    def test_names_its_source_in_the_readers_language(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        eat(hanako, coop, "D1001")
        client = client_of(hanako)
        assert "目安は厚生労働省「日本人の食事摂取基準（2025年版）」" in client.get(PAGE).text
        client.post("/language", {"language": "en", "next": PAGE})
        page = client.get(PAGE).text
        assert "Dietary Reference Intakes for Japanese (2025)" in page
        assert "厚生労働省" not in page

    def test_has_none_below(self, coop: cast.Coop) -> None:
        person = holder(coop, birth_date=born(14, on=birthday()))
        eat(person, coop, "D1001")
        page = client_of(person).get(PAGE, {"day": today().isoformat()}).text
        assert "食事摂取基準は15歳からの分を用意しています" in page
        assert "1日あたり" not in page

    def test_lacks_energy_alone_for_the_old_and_very_active(self, coop: cast.Coop) -> None:
        person = holder(coop, birth_date=born(80, on=birthday()))
        eat(person, coop, "D1001")
        client = client_of(person)
        client.post(SETTINGS, {"sex": "female", "activity": "high"})
        page = client.get(PAGE, {"day": today().isoformat()}).text
        assert "エネルギーの目安はありません" in page
        assert "/ 50 g" in page
        client.post(SETTINGS, {"sex": "female", "activity": "normal"})
        assert "エネルギーの目安はありません" not in client.get(PAGE).text

    @pytest.mark.parametrize(
        ("years", "sex", "is_said"), [(40, "female", True), (40, "male", False), (70, "", False)]
    )
    def test_says_the_iron_of_who_menstruates_where_there_is_one(
        self, coop: cast.Coop, years: int, sex: str, is_said: bool
    ) -> None:
        person = holder(coop, birth_date=born(years, on=birthday()))
        eat(person, coop, "D1001")
        client = client_of(person)
        client.post(SETTINGS, {"sex": sex})
        page = client.get(PAGE).text
        assert ("月経がある場合" in page) == ("10.5 mg" in page) == is_said


class TestTheChoice:
    def test_fits_the_references(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, "D1001")
        client = client_of(hanako)
        sent = client.post(SETTINGS, {"sex": "female", "activity": "high"}, follow=True)
        assert "変更しました" in sent.text
        assert "349 / 2,250 kcal" in client.get(PAGE).text

    def test_is_deleted_when_it_is_withdrawn(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        client.post(SETTINGS, {"sex": "male", "activity": ""})
        assert NutritionChoice.objects.get().sex == "male"
        client.post(SETTINGS, {"forget": "1"})
        assert not NutritionChoice.objects.exists()

    @pytest.mark.parametrize("sent", [{"sex": "x"}, {"activity": "9"}, {"sex": "\0"}])
    def test_is_one_of_those_there_are(self, hanako: cast.Person, sent: dict[str, str]) -> None:
        assert client_of(hanako).post(SETTINGS, sent).status_code == 422

    def test_is_not_to_be_seen_by_the_guardian(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, "D1001")
        client_of(hanako).post(SETTINGS, {"sex": "female", "activity": "high"})
        guardian = client_of(hanako, kind="guardian")
        page = guardian.get(PAGE)
        assert "349 / 1,950〜2,600 kcal" in page.text
        assert "性別" not in page.text
        assert guardian.get(SETTINGS).status_code == 404
        assert guardian.post(SHOWING, {"wanted": "hidden"}).status_code == 404


class TestHiding:
    def test_hides_it_from_everybody_and_shows_it_again(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        eat(hanako, coop, "D1001")
        client, guardian = client_of(hanako), client_of(hanako, kind="guardian")
        hidden = client.post(SHOWING, {"wanted": "hidden"}, follow=True).text
        assert "表示しない設定になっています" in hidden
        assert "kcal" not in hidden
        assert guardian.get(PAGE).status_code == 404
        assert "栄養価" not in guardian.get("/meal-card").text
        assert "kcal" in client.post(SHOWING, {"wanted": "shown"}, follow=True).text
        assert guardian.get(PAGE).status_code == 200

    def test_outlasts_what_was_said(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        client.post(SETTINGS, {"sex": "male"})
        client.post(SHOWING, {"wanted": "hidden"})
        client.post(SETTINGS, {"forget": "1"})
        assert NutritionChoice.objects.get().sex == ""
        assert "表示しない設定" in client.get(PAGE).text


class TestThePages:
    @pytest.mark.parametrize("page", [PAGE, SETTINGS])
    def test_are_not_there_for_who_has_no_card(
        self, coop: cast.Coop, hanako: cast.Person, page: str
    ) -> None:
        assert client_of(cast.taro(coop)).get(page).status_code == 404

    def test_are_the_guardians_only_while_meals_are_shared(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        guardian = client_of(hanako, kind="guardian")
        assert guardian.get(PAGE).status_code == 200
        client_of(hanako)
        login = Login.objects.get(member_id=hanako.id, kind="member")
        identity.choose_sharing(login_pk=login.pk, chosen=["balances"], at=clock.now())
        assert guardian.get(PAGE).status_code == 403

    @pytest.mark.parametrize("page", [PAGE, SETTINGS])
    def test_need_a_login(self, client: Client, coop: cast.Coop, page: str) -> None:
        assert client.get(page).status_code == 302

    @pytest.mark.parametrize("part", ["day", "week"])
    @pytest.mark.parametrize(("kind", "queries_max"), [("member", 8), ("guardian", 12)])
    def test_ask_no_more_however_much_was_eaten(
        self, coop: cast.Coop, hanako: cast.Person, part: str, kind: str, queries_max: int
    ) -> None:
        """A guardian's look is written down besides, which takes four statements."""
        client = client_of(hanako, kind=kind)
        for days_ago in range(7):
            eat(hanako, coop, "D1001", "D1100", "X9", days_ago=days_ago)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE, {part: today().isoformat()}).status_code == 200
        assert len(asked) <= queries_max, "\n".join(query["sql"] for query in asked)
