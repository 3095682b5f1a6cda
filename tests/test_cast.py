"""The people of the tests come in by the same doors as real ones."""

from datetime import datetime, timedelta

import pytest

from kumiai.kit.clock import TOKYO
from tests import cast, money

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=TOKYO)


@pytest.mark.django_db
class TestCast:
    def test_has_money_only_when_a_test_says_so(self) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        answer = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=NOON)
        assert (answer["state"], answer["short_by"]) == ("declined", 480)
        money.top_up(hanako, till=coop.till, yen=3000, at=NOON)
        answer = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=NOON)
        assert answer["balances"]["prepaid"] == 2520

    def test_earns_points_to_the_tenth(self) -> None:
        coop = cast.coop_2101()
        taro = cast.taro(coop)
        answer = money.earn_points(taro, till=coop.till, tenths=1996, at=NOON)
        assert answer["balances"]["points_tenths"] == 1996
        answer = money.earn_points(taro, till=coop.till, tenths=4, at=NOON + timedelta(minutes=1))
        assert answer["auto_top_up"] == {"points_tenths": 2000, "yen": 200}

    def test_collects_what_a_slip_and_the_app_brought(self) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        today = NOON.date()
        money.pay_slip(hanako, yen=20000, paid_on=today, available_on=today, at=NOON)
        money.earn_web_points(hanako, tenths=4300, at=NOON)
        answer = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=NOON, collect=True)
        assert answer["collected"] == 20000
        assert answer["balances"]["web_points_tenths"] == 4300

    def test_registers_member_and_guardian_apart(self) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        own = cast.full_login(hanako, login_id="hanako.tsugaru")
        mothers = cast.full_login(hanako, login_id="yoko.tsugaru", kind="guardian")
        assert own != mothers

    def test_is_unknown_at_another_co_op(self) -> None:
        coop = cast.coop_2101()
        jiro = cast.jiro(cast.other_coop())
        answer = money.ring_up(jiro, money.line(yen=480), till=coop.till, at=NOON)
        assert answer["reason"] == "card_unknown"
