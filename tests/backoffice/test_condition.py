"""The operator's page: every co-op, and nobody in them."""

from datetime import timedelta

import pytest

from kumiai.kit import clock
from tests import cast, money, office

pytestmark = pytest.mark.django_db


class TestCondition:
    def test_lists_every_coop_and_nobody_in_them(self) -> None:
        coop, other = cast.coop_2101(), cast.other_coop()
        hanako, at = cast.hanako(coop), clock.now() - timedelta(days=3)
        money.top_up(hanako, till=coop.till, yen=31_415, at=at)
        page = office.client_of(office.operator(other)).get("/office/condition").content.decode()
        assert "弘前大学生活協同組合" in page
        assert "おとといまでの日締めが済んでいません。" in page
        for secret in (hanako.name, hanako.member_number, "31,415", "31415"):
            assert secret not in page

    def test_keeps_the_operator_out_of_everything_else(self) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        operator = office.client_of(office.operator(coop))
        for path in ("members", f"members/{hanako.member_number}", "reports", "deposits", "log"):
            assert operator.get(f"/office/{path}").status_code == 403
        assert operator.post("/office/members", {"words": "津軽"}).status_code == 403
