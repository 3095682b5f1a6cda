"""What `kumiai prove-books` says about slips."""

from datetime import date, datetime

import pytest
from django.db import connection

from kumiai.kit.clock import TOKYO
from kumiai.slips import actions, imports, proof
from kumiai.slips.models import SlipPayment
from tests import cast
from tests.slips import bank

AT = datetime(2026, 4, 8, 10, tzinfo=TOKYO)


@pytest.mark.django_db
class TestLies:
    @pytest.mark.parametrize(
        "change",
        [{"amount_yen": 20_001}, {"paid_on": date(2026, 4, 2)}, {"available_on": AT.date()}],
    )
    def test_names_a_payment_that_is_not_what_waits(self, change: dict[str, object]) -> None:
        hanako = cast.hanako(cast.coop_2101())
        raw = f"払込日,金額,組合員番号\n2026-04-03,20000,{hanako.member_number}\n".encode()
        file = imports.read(raw, coop_id=None, today=AT.date())
        actions.take_in(file=file, by=cast.OPERATOR, at=AT)
        assert list(proof.lies()) == []
        SlipPayment.objects.update(**change)
        (lie,) = proof.lies()
        assert lie.row == f"slips_slippayment entry_id={SlipPayment.objects.get().entry_id}"

    @pytest.mark.parametrize("state", ["credited", "suspense"])
    def test_names_a_deposit_whose_money_is_elsewhere(self, state: str) -> None:
        hanako = cast.hanako(cast.coop_2101())
        remitter = hanako.member_number if state == "credited" else "ﾀﾞﾚｶ"
        (row,) = bank.take_in(bank.notice(bank.transfer(remitter)))
        assert (row.state, list(proof.lies())) == (state, [])
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE slips_deposit DISABLE TRIGGER ways")
            cursor.execute("UPDATE slips_deposit SET amount_yen = 1")
        assert list(proof.lies())
