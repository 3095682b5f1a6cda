"""Reports as pages: for whom, for which day, as files, and what stands in the log."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops.models import StaffAct
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from kumiai.reports.models import DrawerCount
from tests import cast, office
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World

TODAY = clock.tokyo_date(clock.now())
NAMES = ("month", "members", "outstanding", "unused", "leavers")


@pytest.fixture(scope="module")
def here(module_database: FreshDatabase) -> World:
    """A top-up and a cash sale of today at till 3, and a sale at the cafeteria."""
    made, at = world.make(), clock.now()
    with world.connect(module_database.url) as connection:
        for message in (
            world.top_up(made.hanako, 3000, at=at),
            world.sale(made.hanako, world.line(480), tenders=("cash",), at=at),
        ):
            world.post(connection, [world.asked(made.callers["till"], message)], at=at)
        lunch = world.sale(made.hanako, world.line(480), tenders=("cash",), at=at)
        world.post(connection, [world.asked(made.callers["cafeteria"], lunch)], at=at)
    return made


@pytest.fixture(scope="module")
def accounting(here: World) -> Client:
    return office.client_of(office.accounting(here.coop))


@pytest.fixture(scope="module")
def clerk(here: World) -> Client:
    return office.client_of(office.clerk(here.coop))


class TestReport:
    @pytest.mark.parametrize("name", NAMES)
    def test_is_a_page_and_files(self, accounting: Client, name: str) -> None:
        page = accounting.get(f"/office/reports/{name}")
        assert page.status_code == 200
        assert "現在" in page.content.decode()
        for file, begins in (("xlsx", b"PK"), ("utf-8", b"\xef\xbb\xbf")):
            response = accounting.get(f"/office/reports/{name}?file={file}")
            assert response.getvalue().startswith(begins)
            assert "attachment" in response["Content-Disposition"]

    @pytest.mark.parametrize(
        ("asked", "name"),
        [
            ("day?on=2026-11-20&", "day-close-2101-2026-11-20"),
            ("month?first=2026-10-01&last=2026-10-31&", "month-2101-2026-10-01_2026-10-31"),
            ("outstanding?on=令和7年9月30日&", "outstanding-2101-2025-09-30"),
            ("leavers?on=2026-11-20&graduating=2027&", "leavers-2101-2027-03_2026-11-20"),
        ],
    )
    def test_is_a_file_named_after_what_it_holds(
        self, accounting: Client, asked: str, name: str
    ) -> None:
        for file, ending in (("xlsx", "xlsx"), ("utf-8", "csv")):
            response = accounting.get(f"/office/reports/{asked}file={file}")
            assert response.getvalue()
            said = f'attachment; filename="{name}.{ending}"'
            assert response["Content-Disposition"] == said

    def test_is_for_the_day_that_is_asked_for(self, accounting: Client) -> None:
        page = accounting.get("/office/reports/outstanding?on=令和7年9月30日")
        assert "2025-09-30" in page.content.decode()
        wrong = accounting.get("/office/reports/outstanding?on=きのう")
        assert wrong.status_code == 422
        assert "日付は「2026-11-23」のように" in wrong.content.decode()

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_refuses_days_at_the_ends_of_the_calendar(self, accounting: Client, day: str) -> None:
        asked = [f"{name}?first={day}&on={day}" for name in (*NAMES, "day")]
        answers = [accounting.get(f"/office/reports/{each}").status_code for each in asked]
        answers.append(accounting.get(f"/office/reports/evidence?on={day}").status_code)
        assert answers == [422] * len(asked) + [404]

    def test_refuses_a_time_that_ends_before_it_begins(self, accounting: Client) -> None:
        page = accounting.get("/office/reports/month?first=2026-10-31&last=2026-10-01")
        assert (page.status_code, "終了日は開始日より後" in page.content.decode()) == (422, True)

    def test_is_not_found_by_other_names(self, accounting: Client) -> None:
        assert accounting.get("/office/reports/salaries").status_code == 404
        assert accounting.get("/office/reports/month?file=exe").status_code == 404

    def test_stands_in_the_log(self, accounting: Client) -> None:
        before = StaffAct.objects.filter(verb="read_report", actor_kind="staff").count()
        accounting.get("/office/reports/leavers")
        acts = StaffAct.objects.filter(verb="read_report", actor_kind="staff")
        assert (acts.count(), acts.latest("at").subject) == (before + 1, "report:leavers")

    def test_gives_evidence_of_closed_days_only(self, here: World, accounting: Client) -> None:
        day = TODAY - timedelta(days=3)
        if not StaffAct.objects.filter(verb="close_day").exists():
            response = accounting.get(f"/office/reports/evidence?on={day}")
            assert response["Location"] == f"/office/reports/unused?on={day}"
            ledger.close_day(coop_id=2101, business_date=day, at=clock.now(), by=cast.OPERATOR)
        assert accounting.get(f"/office/reports/evidence?on={day}").getvalue()[:2] == b"PK"


class TestDayClose:
    def test_shows_a_clerk_one_store_at_a_time(self, clerk: Client, accounting: Client) -> None:
        for client, count in ((clerk, 0), (accounting, 1)):
            page = client.get("/office/reports/day").content.decode()
            assert page.count("すべての店舗") == count

    def test_says_until_when_a_drawer_is_not_counted(self, clerk: Client, here: World) -> None:
        yesterday = TODAY - timedelta(days=1)
        page = clerk.get("/office/reports/day?store=CAFETERIA").content.decode()
        assert "まだ数えていない引き出し" in page
        quiet = clerk.get(f"/office/reports/day?store=CAFETERIA&on={yesterday}").content.decode()
        assert "まだ数えていない引き出し" not in quiet

    def test_says_plainly_of_a_day_that_it_has_not_come(self, clerk: Client, here: World) -> None:
        tomorrow = TODAY + timedelta(days=1)
        before = DrawerCount.objects.count()
        page = clerk.get(f"/office/reports/day?store=FERIO&on={tomorrow}").text
        assert "はまだ来ていません" in page
        assert 'id="count"' not in page
        assert "?file=" not in page
        given = {"counted_yen": "1", "float_yen": "1", "note": ""}
        counted = clerk.post(f"/office/reports/day/counts?on={tomorrow}&store=FERIO", given)
        assert "はまだ来ていません" in clerk.get(counted["Location"]).text
        assert DrawerCount.objects.count() == before
        today = clerk.get("/office/reports/day?store=FERIO").text
        assert "はまだ来ていません" not in today
        assert f"on={tomorrow}" not in today

    def test_keeps_what_was_counted_with_who_and_when(self, clerk: Client, here: World) -> None:
        response = self.count(clerk, here, "33,480円", "３００００")
        assert response.status_code == 302
        count = DrawerCount.objects.latest("id")
        assert (count.counted_yen, count.float_yen, count.by_kind) == (33_480, 30_000, "staff")
        page = clerk.get(response["Location"]).content.decode()
        assert office.NAMES[Role.CLERK] in page
        assert "合っています" in page
        self.count(clerk, here, "33480", "0")
        DrawerCount.objects.latest("id")
        again = clerk.get("/office/reports/day?store=FERIO").content.decode()
        assert "30,000円多くあります" in again

    def test_says_what_is_wrong_with_a_count(self, clerk: Client, here: World) -> None:
        response = self.count(clerk, here, "-1", "")
        page = response.content.decode()
        assert response.status_code == 422
        assert "金額は0以上の整数で" in page
        assert "釣銭準備金を入力してください" in page

    def test_refuses_a_drawer_of_another_store(self, clerk: Client, here: World) -> None:
        cafeteria = here.callers["cafeteria"].terminal_id
        assert self.count(clerk, here, "1", "0", terminal=cafeteria).status_code == 422

    def count(self, client: Client, here: World, counted: str, change: str, **more: int):
        given = {"terminal": here.callers["till"].terminal_id} | more
        given |= {"counted_yen": counted, "float_yen": change, "note": "締め"}
        return client.post(f"/office/reports/day/counts?on={TODAY}&store=FERIO", given)
