"""What a report says in words: who has to do something, and by when."""

from datetime import date, datetime

import pytest
from django.utils import translation

from kumiai.coops import queries as coops
from kumiai.kit.clock import TOKYO
from kumiai.reports import holding_papers, rules
from kumiai.reports.unused import Unused
from tests import cast

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 5, 9, tzinfo=TOKYO)


def paper(unused_yen: int, *, on: date = date(2026, 9, 30)):
    report = Unused(
        coop_id=2101,
        first=date(2026, 4, 1),
        on=on,
        as_of=AT,
        is_closed=True,
        opening_yen=0,
        issued_cash_yen=unused_yen,
        issued_slips_yen=0,
        issued_points_yen=0,
        used_yen=0,
        paid_debts_yen=0,
        corrected_yen=0,
        prepaid_yen=unused_yen,
        uncollected_yen=0,
        deposit=rules.deposit(base=rules.base_date_from(on), unused_yen=unused_yen),
    )
    cast.coop_2101()
    return holding_papers.of_unused(report, coop=coops.coop(2101))


class TestUnused:
    def test_is_quiet_far_from_the_limit(self) -> None:
        found = paper(7_999_999)
        assert found.warnings == ()
        assert found.notes[0] == "1,000万円を超えていません（79%）。届出と保全は要りません。"

    def test_warns_near_the_limit(self) -> None:
        assert paper(8_000_000).warnings == (
            "1,000万円に近づいています（80%）。次の基準日にご注意ください。",
        )

    def test_says_by_when_a_deposit_is_due(self) -> None:
        found = paper(12_000_001)
        assert found.warnings == (
            "1,000万円を超えました（120%）。2026-11-30までに届出と保全が必要です。",
        )
        assert found.tables[-1].rows[-1][-1] == 6_000_001

    def test_asks_for_nothing_on_a_day_that_is_no_base_date(self) -> None:
        with translation.override("en"):
            found = paper(12_000_000, on=date(2026, 8, 1))
        assert found.warnings == (
            "Over 10 million yen (120%): mind the balance of the next base date.",
        )

    def test_says_that_points_turned_into_yen_count(self) -> None:
        assert any("円に替わったポイントは発行額に含めています" in note for note in paper(1).notes)
