"""Payment slips and letters from the office: for whom, how many, and what is printed."""

from datetime import date

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.slips import printing
from kumiai.slips.models import PaymentSlip
from tests import cast, office

pytestmark = pytest.mark.django_db

SLIPS = {"purpose": "教科書代", "amount": "30,000円", "due_on": ""}


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101(slip_issuer_code="912345")


@pytest.fixture
def browser(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


class TestSlipSendings:
    def test_are_counted_first_and_made_after(self, browser: Client, coop: cast.Coop) -> None:
        hanako, taro = cast.hanako(coop), cast.taro(coop, faculty="理工学部")
        counted = browser.post("/office/slip-sendings", SLIPS | {"everybody": "on", "count": "1"})
        assert "組合員は2人です" in counted.text
        assert not PaymentSlip.objects.exists()
        made = browser.post("/office/slip-sendings", SLIPS | {"faculty": "理工学部"})
        assert made.status_code == 302
        page = browser.get(made["Location"]).text
        assert taro.name in page
        assert hanako.name not in page
        assert "30,000円" in page
        assert page.count("barcode__bars") == 1
        assert "印刷する（1～1枚目）" in browser.get("/office/slip-sendings").text

    def test_are_japanese_whoever_prints(self, browser: Client, coop: cast.Coop) -> None:
        cast.hanako(coop)
        browser.cookies["kumiai-language"] = "en"
        made = browser.post("/office/slip-sendings", SLIPS | {"everybody": "on"})
        page = browser.get(made["Location"]).text
        assert '<html lang="ja">' in page
        assert '<p class="hint" lang="en">This page prints' in page
        assert "30,000円" in page
        assert "¥" not in page

    def test_are_for_those_who_have_still_to_register(
        self, browser: Client, coop: cast.Coop
    ) -> None:
        hanako = cast.hanako(coop)
        for kind in ("member", "guardian"):
            cast.full_login(hanako, login_id=f"{kind}.h", kind=kind)
        cast.taro(coop)
        given = SLIPS | {"unregistered": "on", "joined_since": "令和2年", "count": "1"}
        assert "組合員は1人です" in browser.post("/office/slip-sendings", given).text

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"everybody": "on", "amount": "-5"},
            {"everybody": "on", "amount": "0"},
            {"everybody": "on", "amount": "300001"},
            {"everybody": "on", "purpose": "教科書\n代"},
            {"everybody": "on", "due_on": "2001-01-01"},
            {"everybody": "on", "due_on": "いつか"},
            {"numbers": "123"},
            {"numbers": "210199999999"},
            {"joined_year": "むかし"},
        ],
    )
    def test_say_what_is_wrong_and_make_nothing(
        self, browser: Client, coop: cast.Coop, given: dict[str, str]
    ) -> None:
        cast.hanako(coop)
        for button in ({}, {"count": "1"}):
            refused = browser.post("/office/slip-sendings", SLIPS | given | button)
            assert refused.status_code == 422, button
            assert "error-summary" in refused.text
        assert not PaymentSlip.objects.exists()

    def test_name_the_numbers_of_nobody_and_of_who_has_left(
        self, browser: Client, coop: cast.Coop
    ) -> None:
        hanako, gone = cast.hanako(coop), cast.taro(coop, left_on=date(2026, 3, 31))
        numbers = f"{hanako.member_number}\n210199999999\n{gone.member_number}"
        for path in ("/office/slip-sendings", "/office/letters", "/office/leaver-letters"):
            given = SLIPS | {"numbers": numbers, "count": "1", "way": "paper", "graduating": "2027"}
            refused = browser.post(path, given)
            assert refused.status_code == 422, path
            assert "脱退した番号です：2101 9999 9999" in refused.text, path

    def test_are_the_own_coops_alone(self, browser: Client, coop: cast.Coop) -> None:
        cast.hanako(coop)
        made = browser.post("/office/slip-sendings", SLIPS | {"everybody": "on"})
        stranger = office.client_of(office.desk(cast.other_coop()))
        assert stranger.get(made["Location"]).status_code == 404
        for part in ("0", "2", "x", "-1"):
            status = browser.get(f"{made['Location']}?part={part}").status_code
            assert status == (200 if part in {"x", "-1"} else 404), part

    def test_print_in_parts(self) -> None:
        sending = printing.Sending(1, "a", 1, None, cast.LONG_AGO, 1001)
        assert sending.parts == [(1, 1, 500), (2, 501, 1000), (3, 1001, 1001)]


class TestLetters:
    def test_print_for_whoever_has_still_to_register_and_are_logged(
        self, browser: Client, coop: cast.Coop
    ) -> None:
        hanako = cast.hanako(coop)
        cast.full_login(hanako, login_id="hanako.h")
        page = browser.post("/office/letters", {"everybody": "on"}).text
        assert page.count('<article class="sheet">') == 1
        assert hanako.guardian_login_id in page
        assert hanako.provisional_password not in page
        acts = coops.acts(2101, subject="coop:2101")
        assert ("print_letters", {"count": 1}) in [(act.verb, act.details) for act in acts]

    def test_show_a_code_once(self) -> None:
        coop = cast.coop_2101(provisional_scheme="code")
        hanako = cast.hanako(coop)
        browser = office.client_of(office.desk(coop))
        assert "一度だけ表示" in browser.get("/office/letters").text
        first = browser.post("/office/letters", {"numbers": hanako.member_number})
        assert first["Cache-Control"].count("no-store") == 1
        second = browser.post("/office/letters", {"numbers": hanako.member_number})
        assert first.text != second.text

    def test_say_when_nobody_is_meant(self, browser: Client, coop: cast.Coop) -> None:
        cast.hanako(coop)
        assert browser.post("/office/letters", {}).status_code == 422
        assert browser.post("/office/letters", {"joined_year": "1999"}).status_code == 422
