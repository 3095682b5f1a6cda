"""Leavers and their letters: who, with what is left at the moment, until when, told once a day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.models import StaffAct
from kumiai.kit.clock import TOKYO
from kumiai.mail.models import FlaggedAddress, Message
from kumiai.members.selecting import Selection
from kumiai.reports import actions, leaving
from kumiai.reports.leaving import Leavers
from kumiai.ui import paper
from tests import cast, money

pytestmark = pytest.mark.django_db
# The first of March, in working hours; the year's studies end with the month.
MARCH = datetime(2027, 3, 1, 10, 15, tzinfo=TOKYO)
LAST = date(2027, 3, 31)


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop, graduation_year=2027)


def told(coop: cast.Coop, at: datetime = MARCH, **chosen: object) -> Leavers:
    selection = Selection(graduation_year=2027, **chosen)  # type: ignore[arg-type]
    return leaving.leavers(coop_id=coop.id, graduating=2027, selection=selection, at=at)


def names(found: Leavers) -> list[str]:
    return [each.member.name for each in found.each]


class TestLeavers:
    def test_have_something_left_and_finish_in_that_march(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        later = cast.taro(coop, graduation_year=2028)
        poor = cast.kenji(coop, graduation_year=2027)
        elsewhere = cast.jiro(cast.other_coop(), graduation_year=2027)
        for person, till in ((hanako, coop.till), (later, coop.till)):
            money.top_up(person, till=till, yen=3_000, at=MARCH - timedelta(days=9))
        money.earn_web_points(elsewhere, tenths=5_000, at=MARCH - timedelta(days=9))
        assert names(told(coop)) == [hanako.name]
        assert names(told(coop, faculty="無い学部")) == []
        assert names(told(coop, member_numbers=(poor.member_number, later.member_number))) == []

    def test_have_what_the_books_say_of_that_moment(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        before = MARCH - timedelta(days=9)
        money.top_up(hanako, till=coop.till, yen=3_000, at=before)
        money.pay_slip(
            hanako, yen=5_000, paid_on=before.date(), available_on=before.date(), at=before
        )
        money.pay_slip(
            hanako, yen=700, paid_on=before.date(), available_on=date(2027, 4, 1), at=before
        )
        money.earn_web_points(hanako, tenths=4_210, at=before)
        money.earn_points(hanako, till=coop.till, tenths=287, at=before)
        (leaver,) = told(coop).each
        left = leaver.left
        assert (left.prepaid_yen, left.uncollected_yen) == (3_000, 5_700)
        assert (left.points_tenths, left.web_points_tenths) == (287, 4_210)
        assert leaver.too_late_yen == 700
        assert leaver.blocks.count == 2

    def test_can_claim_until_the_last_day_that_is_in_time(self, coop: cast.Coop) -> None:
        # 29 March is a Monday, two business days before the last.
        assert told(coop).claim_by == date(2027, 3, 29)
        assert told(coop, at=datetime(2027, 3, 30, 9, tzinfo=TOKYO)).claim_by is None


class TestParts:
    @given(st.integers(0, 1_700))
    def test_are_whole_and_print_each_letter_once(self, count: int) -> None:
        found = Leavers(2101, 2027, MARCH, LAST, None, tuple(range(count)))  # type: ignore[arg-type]
        printed = [
            each for part, _, _ in paper.parts(len(found.each)) for each in found.part(part).each
        ]
        assert printed == list(range(count))
        assert all(len(found.part(part).each) <= 500 for part, _, _ in paper.parts(len(found.each)))


class TestALetter:
    def test_says_what_is_left_until_when_and_what_to_do(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        before = MARCH - timedelta(days=9)
        money.top_up(hanako, till=coop.till, yen=3_000, at=before)
        money.pay_slip(
            hanako, yen=700, paid_on=before.date(), available_on=date(2027, 4, 1), at=before
        )
        money.earn_web_points(hanako, tenths=4_210, at=before)
        page = leaving.page(told(coop), note="ご卒業おめでとう\nございます")
        for words in (
            f"{hanako.name} 様",
            "2027年3月31日",
            "2027年3月1日（月） 10:15現在、残っているもの",
            "3,000円",
            "現金でのご返金ができません",
            "このうち700円は期限の後",
            "SHAREA",
            "421ポイント",
            "3月29日（月）までに受取申請",
            "ご卒業おめでとう<br>ございます",
        ):
            assert words in page, words
        for purse in ("ポイント残高</th>", "お支払いが済んでいない"):
            assert page.count(purse) == (1 if "ポイント" in purse else 0)

    def test_is_written_as_it_was_typed_and_never_as_markup(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=1_000, at=MARCH - timedelta(days=1))
        assert "<script>" not in leaving.page(told(coop), note="<script>alert(1)</script>")


class TestMailLeavers:
    def mail(self, coop: cast.Coop, at: datetime = MARCH) -> int:
        return actions.mail_leavers(leavers=told(coop, at=at), note="", by=cast.OPERATOR, at=at)

    def test_reaches_who_can_be_reached_once_a_day(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        kenji = cast.kenji(coop, graduation_year=2027)
        dead = cast.taro(coop, graduation_year=2027)
        for person in (hanako, kenji, dead):
            money.top_up(person, till=coop.till, yen=3_000, at=MARCH - timedelta(days=9))
        cast.full_login(hanako, login_id="hanako.leaves")
        cast.full_login(dead, login_id="taro.leaves")
        message = Message.objects.create(
            coop_id=coop.id, to_address="taro.leaves@mail.example", kind="x", subject="x",
            body="x", next_at=MARCH, created_at=MARCH, message_id="<x@x>",
        )  # fmt: skip
        FlaggedAddress.objects.create(
            coop_id=coop.id, address="taro.leaves@mail.example", message=message, reason="550",
            flagged_at=MARCH,
        )  # fmt: skip
        assert self.mail(coop) == 1
        assert self.mail(coop) == 0
        sent = Message.objects.get(kind="leaver")
        assert sent.to_address == "hanako.leaves@mail.example"
        assert "プリペイド残高：3,000円" in sent.body
        assert "2027年3月31日" in sent.subject
        assert "\n\n\n\n" not in sent.body
        act = StaffAct.objects.get(verb="mail_leaver")
        assert act.subject == f"member:{hanako.member_number}"
        assert act.details["prepaid_yen"] == 3_000
        assert self.mail(coop, at=MARCH + timedelta(days=1)) == 1

    @pytest.mark.parametrize(
        ("language", "words"), [("ja", "残っているもの"), ("en", "What is left")]
    )
    def test_is_in_the_language_of_the_reader(
        self, coop: cast.Coop, hanako: cast.Person, language: str, words: str
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=1_000, at=MARCH - timedelta(days=1))
        money.earn_web_points(hanako, tenths=500, at=MARCH - timedelta(days=1))
        found = told(coop)
        said = leaving.mail(found, found.each[0], language, note="")
        assert words in said.body
        assert ("円" in said.body) == (language == "ja")
