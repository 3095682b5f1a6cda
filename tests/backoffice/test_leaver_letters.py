"""Letters to leavers from the office: counted, printed with the figures of now, or mailed."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.mail.models import Message
from kumiai.reports import rules
from tests import cast, money, office

pytestmark = pytest.mark.django_db
PAGE = "/office/leaver-letters"


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def treasurer(coop: cast.Coop) -> Client:
    return office.client_of(office.accounting(coop))


def year() -> int:
    return rules.next_graduation(clock.tokyo_date(clock.now()))


def leaver(coop: cast.Coop, person: cast.Person, yen: int = 3_000) -> cast.Person:
    money.top_up(person, till=coop.till, yen=yen, at=clock.now() - timedelta(days=2))
    return person


class TestLetters:
    def test_are_counted_first_and_printed_after(self, coop: cast.Coop, treasurer: Client) -> None:
        hanako = leaver(coop, cast.hanako(coop, graduation_year=year()))
        stays = leaver(coop, cast.taro(coop, graduation_year=year() + 2))
        other = cast.other_coop()
        elsewhere = leaver(other, cast.jiro(other, graduation_year=year()))
        assert f'value="{year()}"' in treasurer.get(PAGE).text
        counted = treasurer.post(PAGE, {"way": "paper", "count": "1"}).text
        assert "残高のある卒業予定者は1人です" in counted
        assert not StaffAct.objects.filter(verb="print_leaver_letter").exists()
        page = treasurer.post(PAGE, {"way": "paper", "part": "1"}).text
        assert page.count('<article class="sheet">') == 1
        assert hanako.name in page
        for nobody in (stays, elsewhere):
            assert nobody.name not in page
        act = StaffAct.objects.get(verb="print_leaver_letter")
        assert act.subject == f"member:{hanako.member_number}"
        log = office.client_of(office.manager(coop)).get("/office/log").text
        assert "卒業予定者への手紙を印刷" in log

    def test_are_for_those_mail_does_not_reach(self, coop: cast.Coop, treasurer: Client) -> None:
        hanako = leaver(coop, cast.hanako(coop, graduation_year=year()))
        kenji = leaver(coop, cast.kenji(coop, graduation_year=year()))
        cast.full_login(hanako, login_id="hanako.march")
        looked = treasurer.post(PAGE, {"way": "mail", "count": "1"}).text
        assert "1人にメールを送る" in looked
        assert "手紙を印刷する（1～1枚目）" in looked
        sent = treasurer.post(PAGE, {"way": "mail", "mail": "1", "note": "ご卒業おめでとう"})
        assert "1人にメールを送りました" in sent.text
        assert "ご卒業おめでとう" in Message.objects.get(kind="leaver").body
        again = treasurer.post(PAGE, {"way": "mail", "mail": "1"}).text
        assert "今日すでにメールを送った方：1人" in again
        assert Message.objects.filter(kind="leaver").count() == 1
        page = treasurer.post(PAGE, {"way": "mail", "part": "1"}).text
        assert kenji.name in page
        assert hanako.name not in page

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ({"way": "paper"}, 422),
            ({"way": "paper", "graduating": "2020"}, 422),
            ({"way": "paper", "graduating": "いつか"}, 422),
            ({"way": "鳩"}, 422),
            ({"way": "paper", "numbers": "12"}, 422),
            ({"way": "paper", "note": "長" * 201}, 422),
            ({"way": "paper", "note": "行\n" * 7}, 422),
        ],
    )
    def test_are_refused_in_words(
        self, coop: cast.Coop, treasurer: Client, given: dict[str, str], status: int
    ) -> None:
        cast.hanako(coop, graduation_year=year())
        assert treasurer.post(PAGE, given).status_code == status

    @pytest.mark.parametrize("part", ["0", "2", "x", "-1", "９"])
    def test_print_parts_that_are_there(
        self, coop: cast.Coop, treasurer: Client, part: str
    ) -> None:
        leaver(coop, cast.hanako(coop, graduation_year=year()))
        assert treasurer.post(PAGE, {"way": "paper", "part": part}).status_code == 404
